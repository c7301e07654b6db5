"""What can be done on the reading screen, by matter. Each part is a class of actions; the screen is made of them."""
