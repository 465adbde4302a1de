using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Noderr.Domain.Numbers;

namespace Noderr.Compliance;

/// <summary>The chain that goes through a partition: what makes its first link, and each next one.</summary>
public static class Links
{
    private const string Purpose = "noderr.seal.v1";

    /// <summary>The name goes in, so that the seals of one journal are none of another.</summary>
    public static Digest First(string journal, int partition)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(number, partition);
        return Digest.From(SHA256.HashData([.. Encoding.UTF8.GetBytes($"{Purpose}\0{journal}\0"), .. number]));
    }

    public static Digest Next(Digest link, Digest record)
    {
        Span<byte> both = stackalloc byte[2 * Digest.Bytes];
        link.Write(both);
        record.Write(both[Digest.Bytes..]);
        Span<byte> next = stackalloc byte[Digest.Bytes];
        SHA256.HashData(both, next);
        return Digest.From(next);
    }
}
