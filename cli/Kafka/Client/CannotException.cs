namespace Noderr.Cli.Kafka.Client;

/// <summary>The command can't do what it was asked; the message says what to do about it.</summary>
internal sealed class CannotException(string message) : Exception(message);
