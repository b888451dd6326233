"""How the model that reads is made: corpora, labels, training, export. The only home of torch."""
