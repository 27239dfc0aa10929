using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gantry.Protocols;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Models;

namespace Gantry.Bench.BytePaths;

/// <summary>The request of a coding agent late in its work, in each protocol: the same conversation in the words of its clients.</summary>
/// <remarks>
/// Of the shape that coding agents send: two dozen tools with descriptions of a few kilobytes and schemas of several properties, system text in blocks,
/// then rounds of a short remark, one or two calls, and results of which few are long (files) and many short (searches, commands).
/// </remarks>
internal static class AgentBodies
{
    /// <summary>Size of the Messages body; the others differ by a few percent.</summary>
    public const int Bytes = 557_000;

    private const int Tools = 24;
    private const int Rounds = 64;
    private const string Line = "    if (items[index].Name == \"path\\to\\file\") return Find(index + 1, depth: 3);\n";
    private const string Prose = "Use this tool when the task asks for it, never to print what you already know. Paths are absolute. ";

    private static readonly Lazy<byte[]> MessagesBody = new(Messages);

    /// <summary>The body in a client's protocol.</summary>
    public static byte[] Of(Protocol client)
    {
        if (client == Protocol.Messages) return MessagesBody.Value;
        var asked = ChatCodecs.For(Protocol.Messages).ReadRequest(MessagesBody.Value, new ChatCall(null, null));
        var target = new TranslationTarget(client, Model(client)) { Rules = ModelRulesCatalogue.BuiltIn.For(Model(client)) };
        var losses = new LossLog();
        var body = new ArrayBufferWriter<byte>(Bytes);
        using (var json = new Utf8JsonWriter(body, WireJson.Options))
        {
            ChatCodecs.For(client).WriteRequest(Translation.Begin(asked, new TranslationSource(Protocol.Messages), target, losses).Request, json, losses);
        }

        return body.WrittenSpan.ToArray();
    }

    /// <summary>A model of the vendor that made the protocol.</summary>
    public static string Model(Protocol spoken) => spoken switch
    {
        Protocol.Messages => "claude-sonnet-4-5",
        Protocol.Gemini => "gemini-2.5-pro",
        Protocol.Converse => "anthropic.claude-sonnet-4-5-20250929-v1:0",
        _ => "gpt-5.1",
    };

    private static byte[] Messages()
    {
        // What is left of the size goes to the results.
        int rest = Bytes - Build(0).Length;
        int each = rest / Rounds;
        byte[] body = Build(each);
        return Build(each + ((Bytes - body.Length) / Rounds));
    }

    private static byte[] Build(int result)
    {
        var body = new ArrayBufferWriter<byte>(Bytes);
        using (var json = new Utf8JsonWriter(body, WireJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, "public-model");
            json.WriteNumber("max_tokens"u8, 32_000);
            json.WriteBoolean("stream"u8, true);
            json.WriteStartArray("system"u8);
            Text(json, "You are a coding agent.");
            Text(json, Fill(Prose, 13_000));
            json.WriteEndArray();
            json.WriteStartArray("tools"u8);
            for (int i = 0; i < Tools; i++) Tool(json, i);
            json.WriteEndArray();
            json.WriteStartArray("messages"u8);
            Message(json, "user", () => Text(json, "Find out why the index is off by one, mend it, and run the tests."));
            for (int i = 0; i < Rounds; i++) Round(json, i, result);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }

    private static void Tool(Utf8JsonWriter json, int number)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, string.Create(CultureInfo.InvariantCulture, $"Tool{number}"));
        json.WriteString("description"u8, Fill(Prose, 600 + (number * 150)));
        json.WriteStartObject("input_schema"u8);
        json.WriteString("type"u8, "object"u8);
        json.WriteStartObject("properties"u8);
        for (int i = 0; i < 5; i++)
        {
            json.WriteStartObject(string.Create(CultureInfo.InvariantCulture, $"argument_{i}"));
            json.WriteString("type"u8, i == 4 ? "integer"u8 : "string"u8);
            json.WriteString("description"u8, Fill(Prose, 90));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("required"u8);
        json.WriteStringValue("argument_0"u8);
        json.WriteEndArray();
        json.WriteBoolean("additionalProperties"u8, false);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Round(Utf8JsonWriter json, int number, int result)
    {
        int calls = number % 8 == 7 ? 2 : 1;
        Message(json, "assistant", () =>
        {
            if (number % 2 == 0) Text(json, "The list begins at one here, so I look at the next file and compare the bounds of its loop.");
            for (int i = 0; i < calls; i++)
            {
                json.WriteStartObject();
                json.WriteString("type"u8, "tool_use"u8);
                json.WriteString("id"u8, Id(number, i));
                json.WriteString("name"u8, string.Create(CultureInfo.InvariantCulture, $"Tool{number % 6}"));
                json.WriteStartObject("input"u8);
                json.WriteString("argument_0"u8, string.Create(CultureInfo.InvariantCulture, $"/srv/project/project/src/Index{number}.cs"));
                if (number % 4 == 3) json.WriteString("argument_1"u8, Fill(Line, 900));
                json.WriteNumber("argument_4"u8, 2000);
                json.WriteEndObject();
                json.WriteEndObject();
            }
        });
        Message(json, "user", () =>
        {
            for (int i = 0; i < calls; i++)
            {
                json.WriteStartObject();
                json.WriteString("type"u8, "tool_result"u8);
                json.WriteString("tool_use_id"u8, Id(number, i));

                // Every fourth result is a file and as long as the three others twice.
                int share = (number % 4 == 0 ? result * 8 / 3 : result * 4 / 9) / calls;
                json.WriteString("content"u8, Fill(Line, share));
                json.WriteEndObject();
            }
        });
    }

    private static void Message(Utf8JsonWriter json, string role, Action content)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, role);
        json.WriteStartArray("content"u8);
        content();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    private static string Id(int round, int call) => string.Create(CultureInfo.InvariantCulture, $"toolu_01Wq7Nq3vTzR8mKp{round:d4}{call:d4}");

    private static string Fill(string piece, int length)
    {
        var text = new StringBuilder(length + piece.Length);
        while (text.Length < length) text.Append(piece);
        return text.ToString(0, length);
    }
}
