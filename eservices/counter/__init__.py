"""The counter: filing with citizens who are present, handing acts over, and files on paper."""
