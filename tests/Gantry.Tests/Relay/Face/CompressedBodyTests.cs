using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Face;

[Collection(AloneCollection.Name)]
public sealed class CompressedBodyTests
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("identity")]
    [InlineData("GZip")]
    public async Task Body_is_decoded_and_sent_on_in_clear(string encoding)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        foreach (var protocol in Call.Protocols)
        {
            var call = Call.Of(protocol, "m", more: ",\"user\":\"漢\"");
            using var response = await gateway.SendAsync(HttpMethod.Post, call.Path, Encoded(encoding, Encoding.UTF8.GetBytes(call.Json)));
            Assert.Equal(200, (int)response.StatusCode);
            var arrived = gateway.Simulator.Record.Exchanges[^1];
            Assert.Equal(call.Json, Encoding.UTF8.GetString(arrived.Body.Span));
            Assert.Null(arrived.Header("content-encoding"));
        }
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("br", true)]
    [InlineData("deflate", true)]
    [InlineData("gzip", false)]
    [InlineData("br", false)]
    public async Task Small_body_that_becomes_200_megabytes_is_413_within_a_second(string encoding, bool measured)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        var bomb = Compress(encoding, new byte[200_000_000]);
        Assert.True(bomb.Length <= 210_000, $"{bomb.Length} bytes");
        using var warm = await gateway.SendAsync(HttpMethod.Post, "/v1/messages", Encoded(encoding, "[]"u8.ToArray()));
        var clock = Stopwatch.StartNew();
        using HttpContent content = measured ? new ByteArrayContent(bomb) : new Unmeasured(bomb);
        content.Headers.TryAddWithoutValidation("content-encoding", encoding);
        using var response = await gateway.SendAsync(HttpMethod.Post, "/v1/messages", content);
        TestContext.Current.TestOutputHelper?.WriteLine($"{encoding}, {bomb.Length} bytes: {clock.ElapsedMilliseconds} ms");
        Assert.Equal(413, (await Told.ReadAsync("messages", response)).Status);
        Assert.True(clock.Elapsed < TestRun.Limit(1), $"{clock.Elapsed}");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Body_that_is_not_what_its_header_says_is_400(string encoding)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        var whole = Compress(encoding, Encoding.UTF8.GetBytes(Call.Of("chat", "m", more: $",\"x\":\"{Guid.CreateVersion7()}\"").Json));
        List<byte[]> bodies = ["{\"model\":\"m\"}"u8.ToArray(), whole[..(whole.Length / 2)]];
        if (encoding != "br")
        {
            // Brotli has no checksum: changed letters are other letters there.
            bodies.Add([.. whole[..20], 0xFF, 0xFF, 0xFF, 0xFF, .. whole[24..]]);
        }

        foreach (var body in bodies)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.TryAddWithoutValidation("content-encoding", encoding);
            using var response = await gateway.SendAsync(HttpMethod.Post, "/v1/chat/completions", content);
            Assert.Equal(400, (await Told.ReadAsync("chat", response)).Status);
        }

        Assert.Empty(gateway.Simulator.Record.Exchanges);
    }

    [Fact]
    public async Task Body_in_chunks_needs_no_length()
    {
        await using var gateway = await TestGateway.StartAsync("m");
        foreach (var protocol in Call.Protocols)
        {
            var call = Call.Of(protocol, "m", more: $",\"user\":\"{new string('x', 200_000)}\"");
            using var content = new Unmeasured(Encoding.UTF8.GetBytes(call.Json));
            using var response = await gateway.SendAsync(HttpMethod.Post, call.Path, content);
            Assert.Equal(200, (int)response.StatusCode);
            var arrived = gateway.Simulator.Record.Exchanges[^1];
            Assert.Equal(call.Json, Encoding.UTF8.GetString(arrived.Body.Span));
            Assert.Equal(call.Json.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), arrived.Header("content-length"));
        }
    }

    public static byte[] Compress(string encoding, byte[] clear)
    {
        using var packed = new MemoryStream();
        using (Stream packer = encoding.ToLowerInvariant() switch
        {
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true),
            _ => new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true),
        })
        {
            packer.Write(clear);
        }

        return packed.ToArray();
    }

    private static ByteArrayContent Encoded(string encoding, byte[] clear)
    {
        var content = new ByteArrayContent(encoding == "identity" ? clear : Compress(encoding, clear));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.TryAddWithoutValidation("content-encoding", encoding);
        return content;
    }
}
