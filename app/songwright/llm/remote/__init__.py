"""Writing with a server that is there already: llama-server, Ollama, LM Studio, vLLM and whatever speaks as they do."""
