using System.Buffers;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Responses;

/// <summary>Writes the events of a stream and numbers them.</summary>
internal sealed class ResponsesEventWriter(AnswerContext context, IBufferWriter<byte> output)
{
    private readonly byte[] _echo = Echoed(context.Request);
    private long _number;

    /// <summary>An event that carries the whole response.</summary>
    public void Response(
        string type, string model, string status, string? incomplete, GatewayError? error, IReadOnlyList<ResponsesOutputItem> items, Usage? usage)
    {
        using (var json = Begin(type))
        {
            json.WriteStartObject("response"u8);
            ResponsesEnvelope.Head(context, model, status, incomplete, error, json);
            json.WriteStartArray("output"u8);
            foreach (var item in items) item.Write("completed", isWhole: true, json);
            json.WriteEndArray();
            json.Flush();
            output.Write(_echo);
            ResponsesEnvelope.Usage(usage, json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        End();
    }

    /// <summary>An item begins or ends.</summary>
    public void Item(string type, ResponsesOutputItem item, string status, bool isWhole)
    {
        using (var json = Begin(type))
        {
            json.WriteNumber("output_index"u8, item.Index);
            json.WritePropertyName("item"u8);
            item.Write(status, isWhole, json);
            json.WriteEndObject();
        }

        End();
    }

    /// <summary>A piece of an item; written by hand, because there are many.</summary>
    /// <param name="type">Of the event.</param>
    /// <param name="item">Which grows.</param>
    /// <param name="partName">How the event names the number of the part; empty where it has none.</param>
    /// <param name="part">Which of the item's parts grows.</param>
    /// <param name="token">The text, as a token.</param>
    public void Delta(string type, ResponsesOutputItem item, string partName, int part, ReadOnlySpan<byte> token)
    {
        Line(type);
        output.Write(",\"item_id\":\""u8);
        Ascii(item.Id);
        output.Write("\",\"output_index\":"u8);
        Number(item.Index);
        if (partName.Length > 0)
        {
            output.Write(",\""u8);
            Ascii(partName);
            output.Write("\":"u8);
            Number(part);
        }

        output.Write(",\"delta\":"u8);
        output.Write(token);
        output.Write(type == "response.output_text.delta" ? ",\"logprobs\":[]}\n\n"u8 : "}\n\n"u8);
    }

    /// <summary>A part of a message begins or ends.</summary>
    public void Content(string type, ResponsesOutputItem item, int part, JsonText text, JsonSlice sources = default)
    {
        using (var json = Begin(type))
        {
            At(item, "content_index"u8, part, json);
            json.WritePropertyName("part"u8);
            ResponsesOutputItem.Content(item.IsRefusal(part), text, sources, json);
            json.WriteEndObject();
        }

        End();
    }

    /// <summary>A part of a message has one more source.</summary>
    public void Cited(ResponsesOutputItem item, int part, int number, JsonSlice source)
    {
        using (var json = Begin("response.output_text.annotation.added"))
        {
            At(item, "content_index"u8, part, json);
            json.WriteNumber("annotation_index"u8, number);
            json.WritePropertyName("annotation"u8);
            source.WriteTo(json);
            json.WriteEndObject();
        }

        End();
    }

    /// <summary>The text of a message's part is whole, and the part ends.</summary>
    public void Said(ResponsesOutputItem item, int part)
    {
        var text = item.Said(part);
        using (var json = Begin(item.IsRefusal(part) ? "response.refusal.done" : "response.output_text.done"))
        {
            At(item, "content_index"u8, part, json);
            Member(item.IsRefusal(part) ? "refusal"u8 : "text"u8, text, json);
            if (!item.IsRefusal(part))
            {
                json.WriteStartArray("logprobs"u8);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        End();
        Content("response.content_part.done", item, part, text, item.Sources(part));
    }

    /// <summary>A thought begins, or its text is whole and it ends.</summary>
    public void Thought(ResponsesOutputItem item, JsonText text, bool isDone)
    {
        var index = item.IsSummary ? "summary_index"u8 : "content_index"u8;
        if (isDone)
        {
            using (var json = Begin(item.IsSummary ? "response.reasoning_summary_text.done" : "response.reasoning_text.done"))
            {
                At(item, index, 0, json);
                Member("text"u8, text, json);
                json.WriteEndObject();
            }

            End();
        }

        using (var json = Begin((item.IsSummary ? "response.reasoning_summary_part." : "response.content_part.") + (isDone ? "done" : "added")))
        {
            At(item, index, 0, json);
            json.WriteStartObject("part"u8);
            json.WriteString("type"u8, item.IsSummary ? "summary_text"u8 : "reasoning_text"u8);
            Member("text"u8, text, json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        End();
    }

    /// <summary>The arguments of a call are whole.</summary>
    public void Called(ResponsesOutputItem item)
    {
        bool isCustom = item.Kind == BlockKind.CustomToolCall;
        using (var json = Begin(isCustom ? "response.custom_tool_call_input.done" : "response.function_call_arguments.done"))
        {
            json.WriteString("item_id"u8, item.Id);
            json.WriteNumber("output_index"u8, item.Index);
            if (!isCustom) json.WriteString("name"u8, item.Name);
            Member(isCustom ? "input"u8 : "arguments"u8, item.Arguments(), json);
            json.WriteEndObject();
        }

        End();
    }

    private static byte[] Echoed(ChatRequest request)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(text, WireJson.Options))
        {
            json.WriteStartObject();
            ResponsesEnvelope.Echo(request, json);
            json.WriteEndObject();
        }

        // The members alone, put between those before and behind them. A schema may stand there as its author laid it out, and a line break would end the event.
        byte[] members = [(byte)',', .. text.WrittenSpan[1..^1]];
        members.AsSpan().Replace((byte)'\n', (byte)' ');
        members.AsSpan().Replace((byte)'\r', (byte)' ');
        return members;
    }

    private static void At(ResponsesOutputItem item, ReadOnlySpan<byte> index, int part, Utf8JsonWriter json)
    {
        json.WriteString("item_id"u8, item.Id);
        json.WriteNumber("output_index"u8, item.Index);
        json.WriteNumber(index, part);
    }

    private static void Member(ReadOnlySpan<byte> name, JsonText text, Utf8JsonWriter json)
    {
        json.WritePropertyName(name);
        text.WriteTo(json);
    }

    private Utf8JsonWriter Begin(string type)
    {
        Head(type);
        var json = new Utf8JsonWriter(output, WireJson.Options);
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteNumber("sequence_number"u8, _number++);
        return json;
    }

    private void Line(string type)
    {
        Head(type);
        output.Write("{\"type\":\""u8);
        Ascii(type);
        output.Write("\",\"sequence_number\":"u8);
        Number(_number++);
    }

    private void Head(string type)
    {
        output.Write("event: "u8);
        Ascii(type);
        output.Write("\ndata: "u8);
    }

    private void End() => output.Write("\n\n"u8);

    private void Ascii(string text) => output.Advance(Encoding.ASCII.GetBytes(text, output.GetSpan(text.Length)));

    private void Number(long number)
    {
        number.TryFormat(output.GetSpan(20), out int written, default, System.Globalization.CultureInfo.InvariantCulture);
        output.Advance(written);
    }
}
