namespace Noderr.LocalKafka.Topics;

public static class TopicName
{
    public const string Offsets = "__consumer_offsets";
    public const string Transactions = "__transaction_state";

    private const int MaxLength = 249;

    public static bool IsInternal(string name) => name is Offsets or Transactions;

    /// <summary>What is wrong with a name; null when it is good.</summary>
    public static string? Check(string name) =>
        name.Length == 0 ? "Topic name is invalid: the empty string is not allowed"
        : name is "." or ".." ? $"Topic name is invalid: '{name}' is not allowed"
        : name.Length > MaxLength ? $"Topic name is invalid: the length of '{name}' is longer than the max allowed length {MaxLength}"
        : !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
            ? $"Topic name is invalid: '{name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'"
        : null;

    /// <summary>Names that differ in '.' and '_' alone would share the names of their metrics.</summary>
    public static string MetricName(string name) => name.Replace('.', '_');
}
