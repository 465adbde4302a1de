using System.Text;

namespace Noderr.Hosting.Configuration;

/// <summary>Names of settings: lower case with dots, as Kafka's are, so that the same name serves in files, variables and on the command line.</summary>
internal static class SettingName
{
    public static string Of(string property)
    {
        var name = new StringBuilder();
        foreach (var c in property)
        {
            if (char.IsAsciiLetterUpper(c) && name.Length > 0) name.Append('.');
            name.Append(char.ToLowerInvariant(c));
        }
        return name.ToString();
    }

    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
