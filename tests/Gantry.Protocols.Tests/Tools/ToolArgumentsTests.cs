using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tools;
using Xunit;

namespace Gantry.Protocols.Tests.Tools;

public sealed class ToolArgumentsTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData(" \n\t", "{}")]
    [InlineData("null", "{}")]
    [InlineData("{ \"b\" : 1.0 , \"a\" : [ 12345678901234567890 , 1e3 ] }", "{\"b\":1.0,\"a\":[12345678901234567890,1e3]}")]
    [InlineData("{\"a\":\"caf\\u00e9 \\/ \\ud83d x y\"}", "{\"a\":\"caf\\u00e9 \\/ \\ud83d x y\"}")]
    [InlineData("{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":2}")]
    public void Text_becomes_an_object_with_its_spelling(string text, string expected) => AssertObject(text, expected, repaired: false);

    [Theory]
    [Trait("Case", "H/220")]
    [InlineData("{}{\"city\":\"B\"}", "{\"city\":\"B\"}")]
    [InlineData(" {} { } {\"a\": 1} ", "{\"a\":1}")]
    [InlineData("{}{}", "{}")]
    [InlineData("{\"city\":\"A\"}{\"city\":\"B\"}", "{\"_raw_arguments\":\"{\\\"city\\\":\\\"A\\\"}{\\\"city\\\":\\\"B\\\"}\"}")]
    [InlineData("{\"a\":", "{\"_raw_arguments\":\"{\\\"a\\\":\"}")]
    [InlineData("{}x", "{\"_raw_arguments\":\"{}x\"}")]
    [InlineData("ls -l", "{\"_raw_arguments\":\"ls -l\"}")]
    public void Text_that_is_no_json_is_repaired_or_wrapped(string text, string expected) => AssertObject(text, expected, repaired: true);

    [Theory]
    [Trait("Case", "H/219")]
    [InlineData("\"ls\"", "{\"_raw_arguments\":\"ls\"}")]
    [InlineData("[1, 2]", "{\"_raw_arguments\":[1,2]}")]
    [InlineData("7", "{\"_raw_arguments\":7}")]
    [InlineData("true", "{\"_raw_arguments\":true}")]
    public void Value_that_is_no_object_is_wrapped(string text, string expected)
    {
        AssertObject(text, expected, repaired: true);
        var losses = new LossLog();
        Assert.Equal(expected, ToolArguments.ToObject(Slice(text), losses, "input").ToString());
        Assert.Equal(new Loss("arguments_repaired", "input"), losses.Losses.Single());
    }

    [Fact]
    [Trait("Case", "H/219")]
    public void Absent_and_null_input_is_an_empty_object()
    {
        var losses = new LossLog();
        Assert.Equal("{}", ToolArguments.ToObject(default(JsonSlice), losses).ToString());
        Assert.Equal("{}", ToolArguments.ToObject(Slice("null"), losses).ToString());
        Assert.True(losses.IsEmpty);
    }

    [Fact]
    public void Half_a_pair_escaped_in_the_outer_text_survives_as_an_inner_escape()
    {
        var text = new JsonText(Encoding.UTF8.GetBytes("\"{\\\"a\\\":\\\"\\ud83d\\\"}\""));
        Assert.Equal("{\"a\":\"\\ud83d\"}", ToolArguments.ToObject(text, new LossLog()).ToString());
    }

    [Theory]
    [InlineData("{ \"é\" : \"\\u00e9\\n\" , \"n\" : 1.0 }", "\"{\\\"é\\\":\\\"\\\\u00e9\\\\n\\\",\\\"n\\\":1.0}\"")]
    [InlineData("{}", "\"{}\"")]
    [InlineData("null", "\"{}\"")]
    [InlineData("", "\"{}\"")]
    [InlineData("[1]", "\"[1]\"")]
    public void Object_becomes_a_compact_text(string json, string token) =>
        Assert.Equal(token, Encoding.UTF8.GetString(ToolArguments.ToText(Slice(json)).Token));

    [Fact]
    public void Object_to_text_and_back_is_the_same_bytes() =>
        Prop.ForAll(Objects.ToArbitrary(), json =>
        {
            byte[] compact = CompactJson.Of(Encoding.UTF8.GetBytes(json));
            var back = ToolArguments.ToObject(ToolArguments.ToText(Slice(json)), new LossLog());
            return back.Span.SequenceEqual(compact);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Any_text_becomes_an_object() =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<string>().ToArbitrary(), text =>
        {
            using var parsed = JsonDocument.Parse(ToolArguments.ToObject(JsonText.From(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""))), new LossLog()).Memory);
            return parsed.RootElement.ValueKind == JsonValueKind.Object;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    internal static readonly Gen<string> Objects = Gen.Sized(size => Value(Math.Min(size, 3))).Select(value => $$"""{ "k" : {{value}} }""");

    private static Gen<string> Value(int depth)
    {
        var leaf = Gen.Elements("1", "-0.50", "1e5", "true", "null", "\"\"", "\"a\\\"b\\\\\"", "\"\\ud83d\\ude00 {[,:\"", "12345678901234567890", "\"é\"");
        if (depth == 0) return leaf;
        var inner = Value(depth - 1);
        return Gen.OneOf(
            leaf,
            inner.ListOf().Select(items => "[ " + string.Join(" , ", items.Take(3)) + " ]"),
            inner.ListOf().Select(items => "{" + string.Join(",\n", items.Take(3).Select((item, at) => $"\"m{at}\" :{item}")) + "}"));
    }

    private static void AssertObject(string text, string expected, bool repaired)
    {
        var losses = new LossLog();
        Assert.Equal(expected, ToolArguments.ToObject(JsonText.From(text), losses, "arguments").ToString());
        Assert.Equal(repaired ? "arguments_repaired" : "", losses.ToString());
    }

    private static JsonSlice Slice(string json) => new(Encoding.UTF8.GetBytes(json));
}
