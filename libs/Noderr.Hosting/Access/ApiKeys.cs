using System.Security.Cryptography;
using System.Text;

namespace Noderr.Hosting.Access;

/// <summary>Who a key belongs to. The time an answer takes tells nothing about the keys: only hashes are compared, always all of them, always to their end.</summary>
public sealed class ApiKeys(IReadOnlyList<ApiKeySettings> keys)
{
    private readonly (byte[] Hash, ApiKeySettings Owner)[] hashes =
        [.. keys.Select(k => (k.Sha256.Length > 0 ? Convert.FromHexString(k.Sha256) : SHA256.HashData(Encoding.UTF8.GetBytes(k.Key.Reveal())), k))];

    public bool IsEmpty => hashes.Length == 0;

    public ApiKeySettings? OwnerOf(string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        ApiKeySettings? owner = null;
        foreach (var (known, candidate) in hashes)
            if (CryptographicOperations.FixedTimeEquals(hash, known)) owner = candidate;
        return owner;
    }
}
