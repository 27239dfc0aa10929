using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Signals;

/// <summary>Messages: whether the last turn of the user holds a picture, of its own or in the result of a tool. Earlier pictures were seen by whoever answered then.</summary>
public static class PictureSignal
{
    /// <param name="body">A JSON object; of anything else nothing is said.</param>
    public static bool IsIn(ReadOnlySpan<byte> body)
    {
        var shows = false;
        try
        {
            var json = new JsonTokens(body[(body.StartsWith("\uFEFF"u8) ? 3 : 0)..]);
            if (!json.Read() || json.Kind != JsonTokenType.StartObject) return false;
            while (json.Read() && json.Kind == JsonTokenType.PropertyName)
            {
                if (json.Is("messages"u8)) shows = InMessages(ref json);
                else json.Skip();
            }
        }
        catch (JsonException)
        {
            return false; // What is no JSON is refused where it is read.
        }

        return shows;
    }

    private static bool InMessages(ref JsonTokens json)
    {
        var last = false;
        json.Read();
        if (json.Kind != JsonTokenType.StartArray)
        {
            json.Skip();
            return false;
        }

        while (json.Read() && json.Kind != JsonTokenType.EndArray)
        {
            if (json.Kind != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            var (isUsers, shows) = (false, false);
            while (json.Read() && json.Kind == JsonTokenType.PropertyName)
            {
                var isRole = json.Is("role"u8);
                var isContent = json.Is("content"u8);
                json.Read();
                if (isRole) isUsers = json.Is("user"u8);
                if (isContent) shows = InContent(ref json);
                else json.Skip();
            }

            if (isUsers) last = shows;
        }

        return last;
    }

    // Stands on the first token of the content, and ends on its last.
    private static bool InContent(ref JsonTokens json)
    {
        if (json.Kind != JsonTokenType.StartArray)
        {
            json.Skip();
            return false;
        }

        var shows = false;
        while (json.Read() && json.Kind != JsonTokenType.EndArray)
        {
            if (json.Kind != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.Kind == JsonTokenType.PropertyName)
            {
                var isType = json.Is("type"u8);
                var isContent = json.Is("content"u8);
                json.Read();
                shows |= isType && json.Is("image"u8);
                if (isContent) shows |= InContent(ref json);
                else json.Skip();
            }
        }

        return shows;
    }
}
