using System.Text.Json;
using System.Text.Json.Serialization;
using Noderr.Domain.Numbers;

namespace Noderr.Control;

/// <summary>Times as people and programs write them.</summary>
internal sealed class TimestampText : JsonConverter<Timestamp>
{
    public override Timestamp Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Timestamp.From(reader.GetDateTimeOffset());

    public override void Write(Utf8JsonWriter writer, Timestamp value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
