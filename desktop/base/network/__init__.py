"""The program's doors to the network: which there are, who may use them, and how often each was used."""
