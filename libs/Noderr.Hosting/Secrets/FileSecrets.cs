using System.Text;

namespace Noderr.Hosting.Secrets;

/// <summary>Files with one secret each, as Kubernetes mounts them. The line end that editors add is no part of it.</summary>
public sealed class FileSecrets : ISecretSource
{
    private const int MostBytes = 64 * 1024;

    public string Scheme => "file";

    public string Read(string key)
    {
        try
        {
            // Read up to the bound instead of asking for the length: pipes and devices have none.
            using var file = File.OpenRead(key);
            var buffer = new byte[MostBytes + 1];
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length > MostBytes) throw new SecretUnavailableException($"longer than {MostBytes} bytes");
            var text = Encoding.UTF8.GetString(buffer, 0, length).TrimEnd('\r', '\n');
            return text.Length > 0 ? text : throw new SecretUnavailableException("empty file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretUnavailableException(e is UnauthorizedAccessException ? "file not readable" : "no such file");
        }
    }
}
