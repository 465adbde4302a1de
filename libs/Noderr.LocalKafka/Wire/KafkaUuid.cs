using System.Buffers.Text;

namespace Noderr.LocalKafka.Wire;

/// <summary>Kafka writes its ids as 22 characters of URL-safe base64, which also serve as names of folders.</summary>
public static class KafkaUuid
{
    public static string Format(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>A text that begins with a dash looks like an option to command line tools.</summary>
    public static Guid New()
    {
        Guid id;
        do id = Guid.NewGuid();
        while (Format(id)[0] == '-');
        return id;
    }
}
