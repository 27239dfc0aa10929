using System.Buffers;
using System.Text;
using Gantry.Protocols.Framing;
using Xunit;

namespace Gantry.Protocols.Tests.Framing;

public sealed class UsageChunkFilterTests
{
    private const string Delta = """data: {"choices":[{"index":0,"delta":{"content":"a"}}],"usage":null}""";
    private const string Usage = """data: {"id":"x","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""";
    private const string Azure = """data: {"choices":[],"prompt_filter_results":[{"prompt_index":0}],"usage":null}""";
    private const string Done = "data: [DONE]";

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Only_the_usage_chunk_goes_wherever_the_bytes_are_cut(string eol)
    {
        string gap = eol + eol;
        string input = string.Concat(Azure, gap, ": comment", gap, Delta, gap, Usage, gap, Done, gap);
        string expected = string.Concat(Azure, gap, ": comment", gap, Delta, gap, Done, gap);
        byte[] bytes = Encoding.UTF8.GetBytes(input);
        for (int cut = 0; cut <= bytes.Length; cut++) Assert.Equal(expected, Run(bytes[..cut], bytes[cut..]));
        Assert.Equal(expected, Run([.. bytes.Select(b => new[] { b })]));
    }

    [Theory]
    [InlineData(Azure)]
    [InlineData(Delta)]
    [InlineData(Done)]
    [InlineData("""data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1}}""")]
    [InlineData("""data: {"choices":[],"error":{"message":"no"},"usage":{"prompt_tokens":0}}""")]
    [InlineData("""data: {"choices":[],"usage":""")]
    [InlineData("""data: {"usage":{"prompt_tokens":1}}""")]
    [InlineData("""data: {"choices":null,"usage":{"prompt_tokens":1}}""")]
    [InlineData("""data: {"choices":[{"delta":{"content":"\"choices\":[],\"usage\":{}"}}]}""")]
    [InlineData("event: x")]
    public void Every_other_event_passes(string text)
    {
        Assert.Equal(text + "\n\n", Run(Encoding.UTF8.GetBytes(text + "\n\n")));
        Assert.Equal(text, Run(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Usage_chunk_goes_with_byte_order_mark_spaces_and_without_blank_line()
    {
        Assert.Equal("", Run([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("data:{ \"choices\" : [ ] , \"usage\" : { } } \n\n")]));
        Assert.Equal(Delta + "\n\n", Run(Encoding.UTF8.GetBytes(Delta + "\n\n" + Usage)));
        Assert.Equal("", Run(Encoding.UTF8.GetBytes(Usage.Replace(",", ",\ndata: ", StringComparison.Ordinal) + "\n\n")));
    }

    [Fact]
    public void Huge_event_passes_while_it_arrives_and_the_next_is_read_again()
    {
        var filter = new UsageChunkFilter();
        var output = new ArrayBufferWriter<byte>();
        byte[] piece = Encoding.UTF8.GetBytes(new string('x', 100_000));
        filter.Filter("data: {\"choices\":[],\"usage\":{\"a\":\""u8, output);
        for (int i = 0; i < 5; i++) filter.Filter(piece, output);
        Assert.True(output.WrittenCount >= 500_000);
        Assert.Equal(0, filter.Held);
        filter.Filter("\"}}\n\n"u8, output);
        int before = output.WrittenCount;
        filter.Filter(Encoding.UTF8.GetBytes(Usage + "\n\n"), output);
        Assert.Equal(before, output.WrittenCount);
        Assert.Equal(1, filter.Removed);
    }

    [Fact]
    public void Complete_events_are_not_held_back()
    {
        var filter = new UsageChunkFilter();
        var output = new ArrayBufferWriter<byte>();
        filter.Filter(Encoding.UTF8.GetBytes(Delta + "\n\ndata: {\"cho"), output);
        Assert.Equal(Delta.Length + 2, output.WrittenCount);
        Assert.Equal(11, filter.Held);
    }

    private static string Run(params byte[][] pieces)
    {
        var filter = new UsageChunkFilter();
        var output = new ArrayBufferWriter<byte>();
        foreach (byte[] piece in pieces) filter.Filter(piece, output);
        filter.Complete(output);
        Assert.Equal(0, filter.Held);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
