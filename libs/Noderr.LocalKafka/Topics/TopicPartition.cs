namespace Noderr.LocalKafka.Topics;

public readonly record struct TopicPartition(string Topic, int Partition);
