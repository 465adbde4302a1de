using System.Security.Cryptography;
using System.Text;

namespace Noderr.LocalKafka.Network;

/// <summary>Who may connect: lines of name:password. Kept as hashes, compared in constant time, never logged.</summary>
public sealed class Users
{
    private readonly Dictionary<string, byte[]> hashes = new(StringComparer.Ordinal);

    public static readonly Users None = new();

    public int Count => hashes.Count;

    public static Users Parse(IEnumerable<string> lines)
    {
        var users = new Users();
        foreach (var (line, number) in lines.Select((l, i) => (l.Trim(), i + 1)))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var colon = line.IndexOf(':');
            if (colon <= 0 || colon == line.Length - 1) throw new FormatException($"line {number} of the users file is not name:password");
            users.hashes[line[..colon]] = Hash(line[(colon + 1)..]);
        }
        return users;
    }

    public bool Accepts(string name, string password)
    {
        var known = hashes.TryGetValue(name, out var hash);
        return CryptographicOperations.FixedTimeEquals(Hash(password), hash ?? new byte[32]) && known;
    }

    private static byte[] Hash(string password) => SHA256.HashData(Encoding.UTF8.GetBytes(password));
}
