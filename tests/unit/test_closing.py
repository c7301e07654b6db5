"""What is still being translated when the program is left."""

import threading
import time

import pytest

from models.types import DecodingOptions, Request, StoppedError
from reader.config import Settings
from reader.services import Services
from reader.ui.app import ReaderApp


def test_a_long_translation_ends_when_the_services_are_closed(settings: Settings) -> None:
    services = Services(settings)
    translator = services.translator()
    ended: list[BaseException] = []
    begun = threading.Event()

    def translate() -> None:
        begun.set()
        try:
            translator.translate(
                [Request(f"Presiden tiba di kota ke-{n} pada hari Senin.") for n in range(5000)], DecodingOptions()
            )
        except StoppedError as error:
            ended.append(error)

    thread = threading.Thread(target=translate)
    thread.start()
    assert begun.wait(10)
    time.sleep(0.2)
    services.close()
    thread.join(30)  # all of it would take a minute
    assert [type(error) for error in ended] == [StoppedError]
    with pytest.raises(StoppedError):
        translator.translate([Request("Presiden tiba.")], DecodingOptions())


async def test_leaving_the_reader_stops_the_models(settings: Settings) -> None:
    app = ReaderApp(Services(settings), [])
    async with app.run_test() as pilot:
        await pilot.pause()
    with pytest.raises(StoppedError):
        app.services.translator().translate([Request("Presiden tiba.")], DecodingOptions())
