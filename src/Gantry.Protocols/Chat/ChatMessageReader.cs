using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>Reads the messages of a request.</summary>
internal static class ChatMessageReader
{
    public static void ReadAll(ref ChatCursor cursor, ChatConversation conversation)
    {
        cursor.Next();
        if (cursor.Kind != JsonTokenType.StartArray) throw new ProtocolException("An array of messages is expected.", "messages");
        for (var index = 0; cursor.NextElement(); index++)
        {
            if (!cursor.InObject()) throw new ProtocolException("A message must be an object.", $"messages[{index}]");
            Read(ref cursor, index, conversation);
        }
    }

    private static void Read(ref ChatCursor cursor, int index, ChatConversation conversation)
    {
        var message = new ChatMessage { Path = IndexedPath.Of("messages", index) };
        JsonText? role = null, callId = null, name = null;
        while (cursor.NextMember())
        {
            if (cursor.Is("role"u8)) role = cursor.NextText();
            else if (cursor.Is("tool_call_id"u8)) callId = cursor.NextText();
            else if (cursor.Is("name"u8)) name = cursor.NextText();
            else message.Member(ref cursor, role is { } told && (told.ValueEquals("tool"u8) || told.ValueEquals("function"u8)));
        }

        switch (role?.ToString())
        {
            case "system" or "developer":
                conversation.System(message.Content, name?.ToString(), index);
                break;
            case "user":
                message.Content.AddRange(message.Foreign);
                conversation.User(message.Content, name?.ToString(), index);
                break;
            case "assistant":
                conversation.Assistant(message.ToParts(conversation.LegacyCall), name?.ToString(), index);
                break;
            case "tool":
                conversation.Result(new ToolResultPart(callId?.ToString() ?? "", message.Content) { Name = name?.ToString() }, index);
                break;
            case "function":
                conversation.Result(new ToolResultPart(conversation.LegacyResult(name?.ToString() ?? ""), message.Content), index);
                break;
            case null:
                throw new ProtocolException("The role is missing.", $"messages[{index}].role");
            default:
                throw new ProtocolException("The role must be system, developer, user, assistant or tool.", $"messages[{index}].role");
        }
    }
}
