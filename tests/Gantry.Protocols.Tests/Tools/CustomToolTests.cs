using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tools;
using Xunit;

namespace Gantry.Protocols.Tests.Tools;

public sealed class CustomToolTests
{
    private static readonly string[] Arguments =
    [
        """{"input":"*** Begin Patch\n+ caf\u00e9 \"q\" \\ \/ \ud83d\ude00 é 😀 \ud83d x\n"}""",
        """  { "input" : "" }  """,
        """{"input":"a","more":[1]}""",
        """{"input":"cut off \ud83d""",
        """{"input":"cut \u00""",
        "{\"input\":\"bare\nline and \\q and \\u12zz\"}",
        """{"patch":"x","input":"y"}""",
        """{"input":{"a":1}}""",
        """{"input":null}""",
        "{}",
        "",
        "just text \"quoted\"",
        "\"text\"",
        """{"inp""",
    ];

    [Fact]
    public void Free_tool_becomes_a_function_with_one_text()
    {
        var losses = new LossLog();
        Assert.Equal("""{"type":"object","properties":{"input":{"type":"string","description":"Raw text input."}},"required":["input"]}""", CustomTool.Schema(Slice("""{"type":"text"}"""), losses).ToString());
        Assert.True(losses.IsEmpty);
    }

    [Theory]
    [InlineData("""{"type":"grammar","syntax":"lark","definition":"start: \"a\""}""")]
    [InlineData("""{"type":"grammar","grammar":{"syntax":"lark","definition":"start: \"a\""}}""")]
    public void Grammar_becomes_advice(string format)
    {
        var losses = new LossLog();
        string schema = CustomTool.Schema(Slice(format), losses, "tools[0].format").ToString();
        Assert.Contains("""
            "Raw text input. Grammar (lark): start: \"a\""
            """, schema, StringComparison.Ordinal);
        Assert.Equal(new Loss("grammar_not_enforced", "tools[0].format"), losses.Losses.Single());
    }

    [Fact]
    public void Call_of_the_history_is_wrapped_and_unwrapped_byte_for_byte()
    {
        var input = new JsonText(Encoding.UTF8.GetBytes("\"a\\u0041 \\ud83d \\/\""));
        Assert.Equal("{\"input\":\"a\\u0041 \\ud83d \\/\"}", CustomTool.Wrap(input).ToString());
        Assert.Equal(input, CustomTool.Unwrap(CustomTool.Wrap(input)));
        Assert.Equal(input, CustomTool.Unwrap(ToolArguments.ToText(CustomTool.Wrap(input))));
    }

    [Theory]
    [InlineData("""{"input":"a\nb"}""", "a\nb")]
    [InlineData("""{"input":"a","more":1}""", "a")]
    [InlineData("""{"patch":"x","input":"y"}""", """{"patch":"x","input":"y"}""")]
    [InlineData("""{"input":{"a":1}}""", """{"input":{"a":1}}""")]
    [InlineData(""" "text" """, "\"text\"")]
    [InlineData("", "")]
    [InlineData("""{"input":"cut \u00""", "cut ")]
    [InlineData("{\"input\":\"bare\nline \\q\"}", "bare\nline \\q")]
    public void Input_is_unwrapped_and_other_json_passes_as_text(string arguments, string text) =>
        Assert.Equal(text, CustomTool.Unwrap(Slice(arguments)).ToString());

    [Fact]
    public void Stream_cut_at_every_byte_gives_the_text_of_the_whole()
    {
        foreach (string arguments in Arguments)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(arguments);
            var whole = CustomTool.Unwrap(Slice(arguments));
            for (int cut = 0; cut <= bytes.Length; cut++) Assert.Equal(whole, Joined([bytes[..cut], bytes[cut..]]));
            Assert.Equal(whole, Joined([.. bytes.Select(b => new[] { b })]));
        }
    }

    [Fact]
    public void Fragments_inside_texts_give_the_text_of_the_whole() =>
        Prop.ForAll((from arguments in Gen.Elements(Arguments) from size in Gen.Choose(1, 7) select (arguments, size)).ToArbitrary(), sample =>
        {
            // Cut between UTF-16 units: pairs come as halves, escaped in each fragment.
            var stream = new CustomToolStream();
            var deltas = new List<JsonText>();
            for (int at = 0; at < sample.arguments.Length; at += sample.size)
            {
                string piece = sample.arguments.Substring(at, Math.Min(sample.size, sample.arguments.Length - at));
                deltas.Add(stream.Append(new JsonText(Encoding.ASCII.GetBytes(JsonSerializerAscii(piece)))));
            }

            deltas.Add(stream.Finish());
            foreach (var delta in deltas) AssertToken(delta);
            Assert.Equal(CustomTool.Unwrap(Slice(sample.arguments)).ToString(), JsonText.Join(deltas, "").ToString());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Text_arrives_as_soon_as_it_is_whole()
    {
        var stream = new CustomToolStream();
        Assert.Equal("ab", stream.Append("{\"input\":\"ab"u8).ToString());
        Assert.Equal("", stream.Append("\\ud83d"u8).ToString());
        Assert.Equal("😀c", stream.Append("\\ude00c\\"u8).ToString());
        Assert.Equal("\n", stream.Append("n\"}"u8).ToString());
        Assert.Equal("", stream.Finish().ToString());
    }

    private static JsonText Joined(IEnumerable<byte[]> pieces)
    {
        var stream = new CustomToolStream();
        var deltas = new List<JsonText>();
        foreach (byte[] piece in pieces) deltas.Add(stream.Append(piece.AsSpan()));
        deltas.Add(stream.Finish());
        foreach (var delta in deltas) AssertToken(delta);
        return JsonText.Join(deltas, "");
    }

    private static void AssertToken(JsonText text)
    {
        var reader = new Utf8JsonReader(text.Token);
        Assert.True(reader.Read());
        Assert.Equal(JsonTokenType.String, reader.TokenType);
        Assert.False(reader.Read());
    }

    private static string JsonSerializerAscii(string text) =>
        "\"" + string.Concat(text.Select(c => c is '"' or '\\' || c < ' ' || c > '~' ? "\\u" + ((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture) : c.ToString())) + "\"";

    private static JsonSlice Slice(string json) => new(Encoding.UTF8.GetBytes(json));
}
