"""An invented administration with honest and dishonest people, for judging the integrity watch."""
