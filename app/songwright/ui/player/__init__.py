"""Playing the song: transport, mixer, and the sound process behind them."""
