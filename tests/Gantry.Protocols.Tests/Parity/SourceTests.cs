using System.Text;
using System.Text.Json.Nodes;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Parity;

/// <summary>Sources, pictures and blocks of hosted tools on their way from dialect to dialect.</summary>
public sealed class SourceTests
{
    private const string Url = "https://a.example/";

    // "Grüße 😀 a" is 10 UTF-16 units and 14 bytes; the word behind the space is cited.
    private const string Grounded = """
        {"candidates":[{"content":{"parts":[{"text":"Grüße 😀 abc"}],"role":"model"},"finishReason":"STOP","groundingMetadata":{
        "groundingChunks":[{"web":{"uri":"https://a.example/","title":"A"}}],
        "groundingSupports":[{"segment":{"startIndex":13,"endIndex":16,"text":"abc"},"groundingChunkIndices":[0]}]}}]}
        """;

    [Fact]
    public void Bytes_of_gemini_become_units_of_the_others()
    {
        var answer = Seam.Codec(Protocol.Gemini).ReadAnswer(Encoding.UTF8.GetBytes(Grounded));

        var (chat, chatLosses) = Whole(Protocol.Chat, answer);
        var (responses, responsesLosses) = Whole(Protocol.Responses, answer);
        var (messages, messagesLosses) = Whole(Protocol.Messages, answer);

        Assert.Equal(
            """[{"type":"url_citation","url_citation":{"start_index":9,"end_index":12,"url":"https://a.example/","title":"A"}}]""",
            chat["choices"]![0]!["message"]!["annotations"]!.ToJsonString());
        Assert.Equal(
            """[{"type":"url_citation","start_index":9,"end_index":12,"url":"https://a.example/","title":"A"}]""",
            responses["output"]![0]!["content"]![0]!["annotations"]!.ToJsonString());
        Assert.Equal(
            """[{"type":"web_search_result_location","cited_text":"abc","url":"https://a.example/","title":"A","encrypted_index":""}]""",
            messages["content"]![0]!["citations"]!.ToJsonString());
        Assert.Equal(("", "", "citations_coarse"), (chatLosses, responsesLosses, messagesLosses));
    }

    [Theory]
    [InlineData(Protocol.Chat, """[{"type":"url_citation","url_citation":{"start_index":9,"end_index":12,"url":"https://a.example/","title":"A"}}]""")]
    [InlineData(Protocol.Responses, """[{"type":"url_citation","start_index":9,"end_index":12,"url":"https://a.example/","title":"A"}]""")]
    public void Units_become_bytes_of_gemini(Protocol from, string sources)
    {
        var (told, losses) = Whole(Protocol.Gemini, Cited("Grüße 😀 abc", from, sources));

        Assert.Equal(
            """{"groundingChunks":[{"web":{"uri":"https://a.example/","title":"A"}}],"groundingSupports":[{"segment":{"startIndex":13,"endIndex":16,"text":"abc"},"groundingChunkIndices":[0]}]}""",
            told["candidates"]![0]!["groundingMetadata"]!.ToJsonString());
        Assert.Equal("", losses);
    }

    [Fact]
    public void Block_that_messages_cites_is_cited_as_a_whole()
    {
        const string Sources = """[{"type":"web_search_result_location","cited_text":"b","url":"https://a.example/","title":"A","encrypted_index":"E"}]""";
        var answer = new ChatAnswer { Parts = [new TextPart(JsonText.From("ab ")), Text("cd", Protocol.Messages, Sources)] };

        var (told, losses) = Whole(Protocol.Chat, answer);

        Assert.Equal(
            """[{"type":"url_citation","url_citation":{"start_index":3,"end_index":5,"url":"https://a.example/","title":"A"}}]""",
            told["choices"]![0]!["message"]!["annotations"]!.ToJsonString());
        Assert.Equal("citations_coarse", losses);
    }

    [Fact]
    public void Place_in_a_document_has_no_form_elsewhere_and_is_noted()
    {
        const string Sources = """[{"type":"char_location","cited_text":"b","document_index":0,"document_title":"D","start_char_index":0,"end_char_index":1}]""";
        foreach (var client in (Protocol[])[Protocol.Chat, Protocol.Responses, Protocol.Gemini])
        {
            var (_, losses) = Whole(client, Cited("b", Protocol.Messages, Sources));
            Assert.Equal("citations_coarse", losses);
        }
    }

    [Fact]
    public void Sources_in_pieces_are_gathered_and_told_at_the_end_of_their_text()
    {
        string upstream = Seam.Events(
            """{"type":"message_start","message":{"id":"msg_1","model":"m","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"","citations":[]}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{"type":"web_search_result_location","cited_text":"x","url":"https://a.example/","title":"A","encrypted_index":"E"}}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"ab"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{"type":"web_search_result_location","cited_text":"y","url":"https://b.example/","title":"B","encrypted_index":"F"}}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":2}}""",
            """{"type":"message_stop"}""");

        var own = Assert.IsType<TextPart>(Assert.Single(Seam.Read(Protocol.Messages, Seam.Through(Protocol.Messages, upstream, Protocol.Messages)).Parts));
        var events = Seam.Events(Seam.Through(Protocol.Messages, upstream, Protocol.Responses));

        Assert.Equal(["E", "F"], JsonNode.Parse(own.Citations.Span)!.AsArray().Select(source => source!["encrypted_index"]!.ToString()));
        Assert.Equal(
            [Url, "https://b.example/"],
            events.Where(step => step["type"]!.ToString() == "response.output_text.annotation.added").Select(step => step["annotation"]!["url"]!.ToString()));
        Assert.Equal(2, events[^1]["response"]!["output"]![0]!["content"]![0]!["annotations"]!.AsArray().Count);
    }

    [Fact]
    public void Picture_has_each_dialects_form_and_leaves_a_word_where_there_is_none()
    {
        const string Drawn = """{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}}],"role":"model"},"finishReason":"STOP"}]}""";
        var answer = Seam.Codec(Protocol.Gemini).ReadAnswer(Encoding.UTF8.GetBytes(Drawn));

        var (chat, chatLosses) = Whole(Protocol.Chat, answer);
        var (responses, responsesLosses) = Whole(Protocol.Responses, answer);
        var (messages, messagesLosses) = Whole(Protocol.Messages, answer);

        Assert.Equal("""[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]""", chat["choices"]![0]!["message"]!["images"]!.ToJsonString());
        Assert.Equal(("image_generation_call", "AAAA"), (responses["output"]![0]!["type"]!.ToString(), responses["output"]![0]!["result"]!.ToString()));
        Assert.Equal("""[{"type":"text","text":"[image]"}]""", messages["content"]!.ToJsonString());
        Assert.Equal(("", "", "part_dropped:image"), (chatLosses, responsesLosses, messagesLosses));
    }

    [Fact]
    public void Hosted_call_streams_back_to_its_own_dialect_and_is_noted_elsewhere()
    {
        string upstream = Seam.Events(
            """{"type":"message_start","message":{"id":"msg_1","model":"m","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{}}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"query\":"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"\"x\"}"}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[]}}""",
            """{"type":"content_block_stop","index":1}""",
            """{"type":"content_block_start","index":2,"content_block":{"type":"text","text":""}}""",
            """{"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"y"}}""",
            """{"type":"content_block_stop","index":2}""",
            """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":2}}""",
            """{"type":"message_stop"}""");
        LossLog own = new(), foreign = new();

        var again = Seam.Read(Protocol.Messages, Seam.Through(Protocol.Messages, upstream, Protocol.Messages, own)).Parts;
        string chat = Seam.Through(Protocol.Messages, upstream, Protocol.Chat, foreign);

        Assert.Equal(
            """{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"x"}}""",
            Assert.IsType<ForeignPart>(again[0]).Raw.ToString());
        Assert.Equal("""{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[]}""", Assert.IsType<ForeignPart>(again[1]).Raw.ToString());
        Assert.True(own.IsEmpty);
        Assert.Equal("part_dropped:server_tool_use,part_dropped:web_search_tool_result", foreign.ToString());
        Assert.DoesNotContain("srvtoolu", chat, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Protocol.Chat)]
    [InlineData(Protocol.Responses)]
    [InlineData(Protocol.Gemini)]
    public void Explanation_of_a_refusal_is_told_in_each_dialect_whole_and_streamed(Protocol client)
    {
        var answer = new ChatAnswer { StopReason = StopReason.Refusal, StopDetail = JsonText.From("not that") };

        var whole = Seam.Codec(client).ReadAnswer(AnswerSamples.WriteWhole(Seam.Codec(client), answer, new LossLog()));
        var stream = AnswerSamples.ReadStream(Seam.Codec(client), AnswerSamples.WriteStream(Seam.Codec(client), answer, new LossLog()));

        foreach (var told in (ChatAnswer[])[whole, stream])
        {
            Assert.Equal(StopReason.Refusal, told.StopReason);
            Assert.Equal("not that", told.StopDetail?.ToString() ?? told.Parts.OfType<RefusalPart>().Single().Text.ToString());
        }
    }

    [Fact]
    public void Pretty_printed_values_stay_on_one_line_of_a_stream()
    {
        var raw = new JsonSlice(Encoding.UTF8.GetBytes("{\n  \"executableCode\": {\r\n\"code\": \"a\\nb\" } }"));
        var answer = new ChatAnswer { Parts = [new ForeignPart(Protocol.Gemini, "executableCode", raw)] };

        var again = AnswerSamples.ReadStream(Seam.Codec(Protocol.Gemini), AnswerSamples.WriteStream(Seam.Codec(Protocol.Gemini), answer, new LossLog()));

        Assert.Equal(SaidAnswer.Canonical(raw.ToString()), SaidAnswer.Canonical(again.Parts.OfType<ForeignPart>().Single().Raw.ToString()));
    }

    [Theory]
    [InlineData("failed", """{"code":"rate_limit_exceeded","message":"slow"}""", ErrorKind.RateLimited, "slow")]
    [InlineData("cancelled", "null", ErrorKind.BadUpstream, "The upstream cancelled the answer.")]
    public void Response_that_says_it_failed_is_told_as_a_failure(string status, string error, ErrorKind kind, string message)
    {
        var answer = Seam.Codec(Protocol.Responses).ReadAnswer(Encoding.UTF8.GetBytes($$"""{"id":"r","model":"m","status":"{{status}}","error":{{error}},"output":[]}"""));
        var told = new AnswerAccumulator();
        AnswerReplay.Replay(answer, new StreamGrammar(told));

        Assert.Equal((kind, message), (told.Error!.Kind, told.Error.Message));
        Assert.False(told.Complete);
    }

    private static ChatAnswer Cited(string text, Protocol from, string sources) => new() { Parts = [Text(text, from, sources)] };

    private static TextPart Text(string text, Protocol from, string sources) =>
        new(JsonText.From(text)) { Citations = new JsonSlice(Encoding.UTF8.GetBytes(sources)), CitationsFrom = from };

    private static (JsonNode Told, string Losses) Whole(Protocol client, ChatAnswer answer)
    {
        var losses = new LossLog();
        var told = JsonNode.Parse(AnswerSamples.WriteWhole(Seam.Codec(client), answer, losses))!;
        return (told, losses.ToString());
    }
}
