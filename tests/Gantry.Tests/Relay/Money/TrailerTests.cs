using System.Globalization;
using System.Text;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Money;

/// <summary>The framing of streams on HTTP/1.1, on a bare socket: the cost follows the body.</summary>
public sealed class TrailerTests
{
    private const string Price = "input: 3, output: 15";
    private const string Model = "sim-text-usage-in1000-out100";
    private const string Fields = "0\r\nx-gantry-cost: 4500000\r\nx-gantry-cost-usd: 0.004500000\r\n\r\n";

    [Theory]
    [InlineData("chat", "chat")]
    [InlineData("responses", "responses")]
    [InlineData("messages", "messages")]
    [InlineData("gemini", "gemini")]
    [InlineData("gemini-array", "gemini")]
    [InlineData("chat", "messages")]
    [InlineData("messages", "chat")]
    public async Task Stream_ends_with_its_cost_and_the_connection_serves_on(string client, string upstream)
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, [Model], upstream: $"speaks: [{upstream}]");
        using var raw = await RawClient.ConnectAsync(bank.Gateway.Host.Address);

        for (var i = 0; i < 2; i++)
        {
            await raw.SendAsync(ClientCall.Ask(client, Model, stream: true).Wire(bank.Gateway.Host.Address.Authority));
            var answer = await raw.ReadToAsync("x-gantry-cost-usd: 0.004500000\r\n\r\n");

            Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
            Assert.Contains("\r\nTrailer: x-gantry-cost, x-gantry-cost-usd\r\n", answer, StringComparison.Ordinal);
            Assert.EndsWith(Fields, answer, StringComparison.Ordinal);
            Assert.NotEmpty(Chunks(answer));
        }
    }

    [Fact]
    public async Task Client_of_http_1_0_gets_no_chunks()
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, [Model]);
        using var raw = await RawClient.ConnectAsync(bank.Gateway.Host.Address);
        var wire = Encoding.UTF8.GetString(ClientCall.Ask("chat", Model, stream: true).Wire(bank.Gateway.Host.Address.Authority));

        await raw.SendAsync(Encoding.UTF8.GetBytes(wire.Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal)));
        var answer = await raw.ReadToAsync("no such text");

        Assert.DoesNotContain("Transfer-Encoding", answer, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_of_a_stream_is_a_plain_document_with_its_cost_in_a_header()
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, ["sim-text-fault-429"]);
        using var raw = await RawClient.ConnectAsync(bank.Gateway.Host.Address);

        await raw.SendAsync(ClientCall.Ask("chat", "sim-text-fault-429", stream: true).Wire(bank.Gateway.Host.Address.Authority));
        var answer = await raw.ReadToAsync("}");

        Assert.DoesNotContain("Transfer-Encoding", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Trailer", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Length", answer, StringComparison.Ordinal);
    }

    /// <summary>The chunks of an answer, each checked against its size line.</summary>
    private static List<string> Chunks(string answer)
    {
        var chunks = new List<string>();
        var rest = Encoding.UTF8.GetBytes(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]).AsSpan();
        while (true)
        {
            var line = rest.IndexOf("\r\n"u8);
            var size = int.Parse(Encoding.ASCII.GetString(rest[..line]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0) return chunks;
            rest = rest[(line + 2)..];
            chunks.Add(Encoding.UTF8.GetString(rest[..size]));
            Assert.True(rest[size..].StartsWith("\r\n"u8));
            rest = rest[(size + 2)..];
        }
    }
}
