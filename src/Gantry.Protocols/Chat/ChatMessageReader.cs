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
        var message = new ChatMessage();
        for (var index = 0; cursor.NextElement(); index++)
        {
            if (!cursor.InObject()) throw new ProtocolException("A message must be an object.", $"messages[{index}]");
            message.Begin(IndexedPath.Of("messages", index));
            Read(ref cursor, index, message, conversation);
        }
    }

    private static void Read(ref ChatCursor cursor, int index, ChatMessage message, ChatConversation conversation)
    {
        JsonText? role = null, callId = null, name = null;
        while (cursor.NextMember())
        {
            if (cursor.Is("role"u8)) role = cursor.NextText();
            else if (cursor.Is("tool_call_id"u8)) callId = cursor.NextText();
            else if (cursor.Is("name"u8)) name = cursor.NextText();
            else message.Member(ref cursor, role is { } told && (told.ValueEquals("tool"u8) || told.ValueEquals("function"u8)));
        }

        var speaker = name is { } named ? message.Texts.Of(named) : null;
        switch (role)
        {
            case null:
                throw new ProtocolException("The role is missing.", $"messages[{index}].role");
            case { } tool when tool.ValueEquals("tool"u8):
                conversation.Result(new ToolResultPart(callId is { } id ? message.Texts.Of(id) : "", message.TakeContent()) { Name = speaker }, index);
                break;
            case { } assistant when assistant.ValueEquals("assistant"u8):
                conversation.Assistant(message.ToParts(conversation.LegacyCall), speaker, index);
                break;
            case { } user when user.ValueEquals("user"u8):
                if (message.HasForeign) message.Content.AddRange(message.Foreign);
                conversation.User(message.Content, speaker, index);
                break;
            case { } system when system.ValueEquals("system"u8) || system.ValueEquals("developer"u8):
                conversation.System(message.Content, speaker, index);
                break;
            case { } function when function.ValueEquals("function"u8):
                conversation.Result(new ToolResultPart(conversation.LegacyResult(speaker ?? ""), message.TakeContent()), index);
                break;
            default:
                throw new ProtocolException("The role must be system, developer, user, assistant or tool.", $"messages[{index}].role");
        }
    }
}
