using System.Text.Json;
using System.Text.Json.Serialization;

namespace SafeIsle.Gates.Scans;

/// <summary>Text of a device. Half a character, with which no text can be read, makes its own record bad and not the whole upload.</summary>
internal sealed class DeviceText : JsonConverter<string>
{
    // Told from any text by being this very one.
    private static readonly string Unreadable = new('\uFFFD', 1);

    /// <summary>Whether all of them could be read.</summary>
    public static bool AreReadable(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (ReferenceEquals(text, Unreadable))
            {
                return false;
            }
        }

        return true;
    }

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException();
        }

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return Unreadable;
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>A record of an upload that was not stored: it stays on the device.</summary>
/// <param name="Reason">One Chinese sentence for whoever stands there.</param>
internal sealed record BadRecord(Guid Id, string Reason);
