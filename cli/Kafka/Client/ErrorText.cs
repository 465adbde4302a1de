using Noderr.LocalKafka.Wire;

namespace Noderr.Cli.Kafka.Client;

internal static class ErrorText
{
    /// <summary>Kafka has more errors than have names here.</summary>
    public static string Said(this ErrorCode error) => Enum.IsDefined(error) ? error.ToString() : $"error {(short)error} of Kafka";
}
