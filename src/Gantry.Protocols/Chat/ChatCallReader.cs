using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>Reads the tool calls of a message.</summary>
internal static class ChatCallReader
{
    public static void Calls(ref ChatCursor cursor, List<ToolCallPart> calls, string path, TextPool texts)
    {
        cursor.Next();
        if (cursor.Kind == JsonTokenType.Null) return;
        if (cursor.Kind != JsonTokenType.StartArray) throw new ProtocolException("An array of calls is expected.", path + ".tool_calls");
        while (cursor.NextElement())
        {
            if (!cursor.InObject()) throw new ProtocolException("A call must be an object.", $"{path}.tool_calls[{calls.Count}]");
            calls.Add(Call(ref cursor, path, calls.Count, texts));
        }
    }

    private static ToolCallPart Call(ref ChatCursor cursor, string path, int number, TextPool texts)
    {
        JsonText? id = null, name = null, text = null;
        JsonSlice value = default;
        ReasoningSeal? seal = null;
        var kind = ToolKind.Function;
        while (cursor.NextMember())
        {
            if (cursor.Is("id"u8)) id = cursor.NextText();
            else if (cursor.Is("extra_content"u8)) seal = Seal(ref cursor);
            else if (cursor.Is("custom"u8))
            {
                if (Function(ref cursor, ref name, ref text, ref value)) kind = ToolKind.Custom;
            }
            else if (cursor.Is("function"u8)) Function(ref cursor, ref name, ref text, ref value);
            else cursor.SkipNext();
        }

        if (name is not { IsEmpty: false } called) throw new ProtocolException("The call names no tool.", $"{path}.tool_calls[{number}].function.name");
        return new ToolCallPart(id is { } given ? texts.Of(given) : "", texts.Of(called))
        {
            Kind = kind,
            ArgumentsText = value.IsAbsent ? text ?? JsonText.Empty : null,
            Arguments = value,
            Seal = seal,
        };
    }

    /// <summary>Reads name and arguments of either kind of call. Arguments should be a text; some vendors give the value itself. False where
    /// nothing is said: Snowflake sends both kinds with every call, the one that it does not mean with empty texts.</summary>
    public static bool Function(ref ChatCursor cursor, ref JsonText? name, ref JsonText? text, ref JsonSlice value)
    {
        return cursor.EnterObject() && Members(ref cursor, ref name, ref text, ref value);
    }

    /// <summary>The same from within the object.</summary>
    public static bool Members(ref ChatCursor cursor, ref JsonText? name, ref JsonText? text, ref JsonSlice value)
    {
        var said = false;
        while (cursor.NextMember())
        {
            if (cursor.Is("name"u8))
            {
                if (cursor.NextText() is not { IsEmpty: false } given) continue;
                name = given;
                said = true;
            }
            else if (cursor.Is("arguments"u8) || cursor.Is("input"u8))
            {
                var arguments = cursor.NextValue();
                if (arguments.Kind == JsonTokenType.Null || arguments.Span.SequenceEqual("\"\""u8)) continue;
                if (arguments.Kind == JsonTokenType.String) text = new JsonText(arguments.Memory);
                else value = arguments;
                said = true;
            }
            else cursor.SkipNext();
        }

        return said;
    }

    /// <summary>Google's place for a thought signature in this dialect: <c>extra_content.google.thought_signature</c>.</summary>
    public static ReasoningSeal? Seal(ref ChatCursor cursor)
    {
        if (!cursor.EnterObject()) return null;
        ReasoningSeal? seal = null;
        while (cursor.NextMember())
        {
            if (!cursor.Is("google"u8))
            {
                cursor.SkipNext();
                continue;
            }

            if (!cursor.EnterObject()) continue;
            while (cursor.NextMember())
            {
                if (!cursor.Is("thought_signature"u8)) cursor.SkipNext();
                else if (cursor.NextText() is { IsEmpty: false } data) seal = new ReasoningSeal(ReasoningSealKind.ThoughtSignature, data);
            }
        }

        return seal;
    }
}
