using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Gantry.Protocols.Json;
using Gantry.Protocols.Media;
using Gantry.Tests.Hosting;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Face;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Edge;

[Collection(AloneCollection.Name)]
public sealed class InlineImageTests(ITestOutputHelper output)
{
    private static readonly string[] Kinds = ["png", "jpeg", "gif", "webp"];

    [Fact]
    public async Task S_35_Giant_picture_is_400_in_every_protocol_and_names_its_field()
    {
        await using var gateway = await TestGateway.StartAsync("m");
        foreach (var protocol in Call.Protocols)
        {
            foreach (var kind in Kinds)
            {
                // GIF counts to 65,535.
                var (json, field) = Request(protocol, kind, Convert.ToBase64String(Picture(kind, kind is "gif" or "jpeg" ? 60_000 : 40_000, 40_000 / (kind == "webp" ? 4 : 1))));
                using var refused = await gateway.PostAsync(Call.Of(protocol, "m").Path, json);
                var told = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                Assert.True((int)refused.StatusCode == 400, $"{protocol} {kind}: {refused.StatusCode} {told}");
                Assert.Contains(field, told, StringComparison.Ordinal);
                (json, _) = Request(protocol, kind, Convert.ToBase64String(Picture(kind, 4000, 3000)));
                using var served = await gateway.PostAsync(Call.Of(protocol, "m").Path, json);
                Assert.True((int)served.StatusCode == 200, $"{protocol} {kind}: {served.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task S_35_Picture_of_1600_megapixels_grows_the_process_by_8_MiB_at_the_most()
    {
        await using var installation = await Installation.CreateAsync("m");
        await using var server = await installation.ServeAsync();
        var (good, _) = Request("chat", "png", Convert.ToBase64String([.. Picture("png", 100, 100), .. new byte[4_000_000]]));
        var (bad, _) = Request("chat", "png", Convert.ToBase64String([.. Picture("png", 40_000, 40_000), .. new byte[4_700_000]]));
        for (var i = 0; i < 8; i++) Assert.Equal(200, (await installation.AskAsync(server, new ClientCall("chat", "/v1/chat/completions", good, Stream: false))).Status);
        var before = server.ResidentBytes;
        var clock = Stopwatch.StartNew();
        Assert.Equal(400, (await installation.AskAsync(server, new ClientCall("chat", "/v1/chat/completions", bad, Stream: false))).Status);
        var growth = (server.ResidentBytes - before) >> 20;
        output.WriteLine($"{clock.ElapsedMilliseconds} ms, {growth} MiB more");
        // A picture of that size is gigabytes. Where others compute, a collection of the server's own comes later.
        Assert.InRange(growth, long.MinValue, TestRun.IsLong ? 8 : 16);
    }

    [Theory]
    [InlineData("{\"a\":[1,{\"b\":[\"x\",\"IMG\"]}]}", "a[1].b[1]")]
    [InlineData("{\"image\":\"data:image/png;base64,IMG\"}", "image")]
    [InlineData("{\"image\":\"DATA:IMAGE/PNG;BASE64,IMG\"}", "image")]
    [InlineData("{\"a\":{\"b\":null},\"c\":[[],[{},\"data:image/png;base64,IMG\"]]}", "c[1][1]")]
    public void S_35_Path_leads_to_the_picture(string json, string field)
    {
        var body = Encoding.UTF8.GetBytes(json.Replace("IMG", Convert.ToBase64String(Picture("png", 40_000, 40_000)), StringComparison.Ordinal));
        Assert.True(RequestPeek.TryRead(body, modelRequired: false, out var facts, out _));
        Assert.True(facts.HoldsImages);
        Assert.Equal(field, InlineImages.Find(body)!.Field);
    }

    [Fact]
    public void S_35_Careless_base64_is_looked_at_as_well()
    {
        var clean = Convert.ToBase64String(Picture("jpeg", 60_000, 40_000));
        string[] forms = [clean.Replace("/", "\\/", StringComparison.Ordinal), clean.TrimEnd('='), clean.Replace('/', '_').Replace('+', '-'), "data:image/jpeg;base64," + clean.Insert(8, "\\n"), "data:;base64," + clean];
        Assert.All(forms, form =>
        {
            var body = Encoding.UTF8.GetBytes($"{{\"x\":\"{form}\"}}");
            Assert.True(RequestPeek.TryRead(body, modelRequired: false, out var facts, out _));
            Assert.True(facts.HoldsImages && InlineImages.Find(body) is { Field: "x" }, form);
        });
    }

    [Fact]
    public void S_35_More_than_20_MiB_is_refused_and_a_text_is_none()
    {
        var large = Encoding.UTF8.GetBytes($"{{\"x\":\"data:image/png;base64,{Convert.ToBase64String([.. Picture("png", 10, 10), .. new byte[20 << 20]])}\"}}");
        Assert.Contains("MiB", InlineImages.Find(large)!.Message, StringComparison.Ordinal);
        foreach (var text in (string[])["data: the word, at the beginning of a text that is long enough", "data:text/plain;base64,QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=", "R0lGOD is how GIFs begin in base64", "UklGR is how RIFF begins in base64!", "iVBORw0KGgo is how PNG files begin", "\\u0041 is the letter that comes first"])
        {
            Assert.Null(InlineImages.Find(Encoding.UTF8.GetBytes($"{{\"x\":\"{text}\"}}")));
        }
    }

    [Fact]
    public void S_35_Body_without_pictures_is_not_walked_again()
    {
        var body = Encoding.UTF8.GetBytes(Call.Of("chat", "m", more: ",\"x\":\"the date: a text that is long enough\",\"y\":\"\\n\\n indented and long enough\"").Json);
        Assert.True(RequestPeek.TryRead(body, modelRequired: true, out var facts, out _));
        Assert.False(facts.HoldsImages);
    }

    private static (string Json, string Field) Request(string protocol, string kind, string base64) => protocol switch
    {
        "chat" => ($$$"""{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"x"},{"type":"image_url","image_url":{"url":"data:image/{{{kind}}};base64,{{{base64}}}"}}]}]}""", "messages[0].content[1].image_url.url"),
        "responses" => ($$$"""{"model":"m","input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/{{{kind}}};base64,{{{base64}}}"}]}]}""", "input[0].content[0].image_url"),
        "messages" => ($$$"""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/{{{kind}}}","data":"{{{base64}}}"}}]}]}""", "messages[0].content[0].source.data"),
        _ => ($$$"""{"contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"image/{{{kind}}}","data":"{{{base64}}}"}}]}]}""", "contents[0].parts[0].inlineData.data"),
    };

    /// <summary>The beginning of a picture, as far as its size.</summary>
    private static byte[] Picture(string kind, int width, int height)
    {
        var file = new byte[64];
        switch (kind)
        {
            case "png":
                ((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]).CopyTo(file);
                BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
                BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), height);
                break;
            case "jpeg":
                ((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8]).CopyTo(file);
                BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(7), (ushort)height);
                BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(9), (ushort)width);
                break;
            case "gif":
                "GIF89a"u8.CopyTo(file);
                BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(6), (ushort)width);
                BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)height);
                break;
            default:
                "RIFF"u8.CopyTo(file);
                "WEBPVP8X"u8.CopyTo(file.AsSpan(8));
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), width - 1);
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(27), height - 1);
                break;
        }

        return file;
    }
}
