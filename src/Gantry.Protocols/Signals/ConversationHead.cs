using System.Security.Cryptography;
using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Signals;

/// <summary>
/// What every turn of a conversation begins with: instructions, the names of the tools, the first message of the user. Told apart by its words
/// alone: clients move cache marks and write the same text now as a string, now as a part.
/// </summary>
public static class ConversationHead
{
    /// <summary>Bytes of a print.</summary>
    public const int Size = 16;

    private static ReadOnlySpan<byte> Attribution => "x-anthropic-billing-header:"u8;

    /// <summary>A print of it.</summary>
    /// <param name="body">A request in Chat, Responses, Messages, Gemini's form or Converse.</param>
    /// <param name="print">Takes <see cref="Size"/> bytes.</param>
    /// <returns>False where the body has no first message of a user.</returns>
    public static bool TryPrint(ReadOnlySpan<byte> body, Span<byte> print)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> part = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes * 3];
        whole.Clear();
        var found = false;
        try
        {
            var json = new JsonTokens(body[(body.StartsWith("\uFEFF"u8) ? 3 : 0)..]);
            if (!json.Read() || json.Kind != JsonTokenType.StartObject) return false;
            while (json.Read() && json.Kind == JsonTokenType.PropertyName)
            {
                // Members come in any order; the parts of the print have one of their own.
                var place = Place(json);
                if (place < 0)
                {
                    json.Skip();
                    continue;
                }

                json.Read();
                if (place == 2) found = Messages(ref json, hash);
                else Words(ref json, hash, namesOnly: place == 1);
                hash.GetHashAndReset(part);
                part.CopyTo(whole[(place * SHA256.HashSizeInBytes)..]);
            }
        }
        catch (JsonException)
        {
            return false;
        }

        SHA256.HashData(whole, part);
        part[..Size].CopyTo(print);
        return found;
    }

    private static int Place(in JsonTokens name) =>
        name.Is("system"u8) || name.Is("instructions"u8) || name.Is("systemInstruction"u8) || name.Is("system_instruction"u8) ? 0
        : name.Is("tools"u8) || name.Is("functions"u8) ? 1
        : name.Is("messages"u8) || name.Is("input"u8) || name.Is("contents"u8) ? 2
        : -1;

    // Up to the first message of a user, that one with it: before it stand instructions.
    private static bool Messages(ref JsonTokens json, IncrementalHash hash)
    {
        if (json.Kind != JsonTokenType.StartArray)
        {
            var isText = json.Kind == JsonTokenType.String;
            Words(ref json, hash, namesOnly: false);
            return isText;
        }

        var found = false;
        while (json.Read() && json.Kind != JsonTokenType.EndArray)
        {
            if (found)
            {
                json.Skip();
                continue;
            }

            found = IsUser(json);
            Words(ref json, hash, namesOnly: false);
        }

        return found;
    }

    // Gemini's single turn may go without a role.
    private static bool IsUser(JsonTokens message)
    {
        if (message.Kind != JsonTokenType.StartObject) return message.Kind == JsonTokenType.String;
        var hasRole = false;
        var hasParts = false;
        while (message.Read() && message.Kind == JsonTokenType.PropertyName)
        {
            var isRole = message.Is("role"u8);
            hasParts |= message.Is("parts"u8);
            message.Read();
            if (isRole && message.Is("user"u8)) return true;
            hasRole |= isRole;
            message.Skip();
        }

        return hasParts && !hasRole;
    }

    // Every text of a value but marks, ids and kinds; of tools their names alone, which are as good and far shorter.
    private static void Words(ref JsonTokens json, IncrementalHash hash, bool namesOnly)
    {
        if (json.Kind == JsonTokenType.String && !namesOnly) Add(json, hash);
        if (json.Kind is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return;
        var outside = json.Depth;
        while (json.Read() && json.Depth > outside)
        {
            if (json.Kind == JsonTokenType.PropertyName)
            {
                var isName = json.Is("name"u8);
                var isSkipped = namesOnly ? !isName && !HoldsTools(json) : IsMark(json);
                json.Read();
                if (isSkipped) json.Skip();
                else if (json.Kind == JsonTokenType.String && (isName || !namesOnly)) Add(json, hash);
            }
            else if (json.Kind == JsonTokenType.String && !namesOnly)
            {
                Add(json, hash);
            }
        }
    }

    private static bool HoldsTools(in JsonTokens name) =>
        name.Is("function"u8) || name.Is("functionDeclarations"u8) || name.Is("function_declarations"u8) || name.Is("toolSpec"u8);

    private static bool IsMark(in JsonTokens name) =>
        name.Is("cache_control"u8) || name.Is("cachePoint"u8) || name.Is("type"u8) || name.Is("role"u8) || name.Is("id"u8) || name.Is("status"u8) || name.Is("output_config"u8);

    private static void Add(in JsonTokens text, IncrementalHash hash)
    {
        // Claude Code's attribution differs from request to request.
        if (text.Value.StartsWith(Attribution)) return;
        hash.AppendData(text.Value);
        hash.AppendData([0]);
    }
}
