using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Json;
using Gantry.Protocols.Media;
using Xunit;

namespace Gantry.Protocols.Tests.Media;

public sealed class DataUrlTests
{
    private static readonly string Png = Convert.ToBase64String(Pictures.Png(640, 480));

    [Theory]
    [InlineData("data:image/png;base64,", "image/png")]
    [InlineData("DATA:Image/PNG;BASE64,", "image/png")]
    [InlineData("data:image/png;charset=utf-8;name=a.png;base64,", "image/png")]
    [InlineData("data:image/png; base64,", "image/png")]
    [InlineData("data:;base64,", "")]
    [InlineData("data:application/octet-stream;base64,", "")]
    [InlineData("data:image/jpg;base64,", "image/jpeg")]
    public void Label_is_read_and_the_bytes_decide(string label, string declared)
    {
        var url = Parse(label + Png);
        Assert.Equal((declared, "image/png", "image/png"), (url.Declared, url.Proven, url.Type));
        Assert.True(url.IsBase64 && url.IsClean);
        Assert.Equal(Png, url.ToBase64().ToString());
    }

    [Theory]
    [InlineData("https://example.com/a.png")]
    [InlineData("data:image/png;base64")]
    [InlineData("data:image/png;base64,")]
    [InlineData("data:image/png;base64,a")]
    [InlineData("data:image/png;base64,****")]
    [InlineData("data:image/png;base64,aa=a")]
    [InlineData("data:image/png;base64,größe")]
    [InlineData("data")]
    [InlineData("")]
    public void What_is_no_data_address_or_no_base64_is_refused(string text) => Assert.False(DataUrl.TryParse(JsonText.From(text).Token.ToArray(), out _));

    [Fact]
    public void Careless_base64_is_made_clean() =>
        Prop.ForAll(Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf().Where(bytes => bytes.Length > 0).ToArbitrary(), Gen.Choose(0, 4).ToArbitrary(), (bytes, way) =>
        {
            string clean = Convert.ToBase64String(bytes);
            string careless = way switch
            {
                0 => clean.Replace('+', '-').Replace('/', '_'),
                1 => clean.TrimEnd('='),
                2 => string.Join("\r\n", clean.Chunk(5).Select(chunk => new string(chunk))),
                3 => " " + clean + "\n",
                _ => clean,
            };
            foreach (var token in (byte[][])[JsonSplice.Quote("data:;base64," + careless), JsonSerializer.SerializeToUtf8Bytes("data:;base64," + careless)])
            {
                Assert.True(DataUrl.TryParse(token, out var url));
                Assert.Equal(clean, url.ToBase64().ToString());
                Assert.Equal(url.IsClean, url.Payload.SequenceEqual(Encoding.UTF8.GetBytes(clean)));
                Assert.Equal(MediaType.Sniff(bytes.AsSpan(0, Math.Min(bytes.Length, MediaType.SniffedBytes))), url.Proven);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Slashes_escaped_by_a_json_writer_are_read()
    {
        string escaped = ("data:image/png;base64," + Png).Replace("/", "\\/", StringComparison.Ordinal);
        Assert.True(DataUrl.TryParse(Encoding.UTF8.GetBytes($"\"{escaped}\""), out var url));
        Assert.Equal(("image/png", Png), (url.Declared, url.ToBase64().ToString()));
        Assert.Equal(new ImageSize(640, 480), url.ReadImageSize());
    }

    [Theory]
    [InlineData("data:text/plain,Hello%20World", "text/plain", "Hello World")]
    [InlineData("data:,100%", "text/plain", "100%")]
    [InlineData("data:text/html;charset=utf-8,%C3%A4", "text/html", "ä")]
    public void Text_in_percent_form_becomes_base64(string text, string type, string decoded)
    {
        var url = Parse(text);
        Assert.Equal((false, type), (url.IsBase64, url.Type));
        Assert.Equal(decoded, Encoding.UTF8.GetString(Convert.FromBase64String(url.ToBase64().ToString())));
    }

    [Theory]
    [InlineData("audio/mp4", "audio/mp4")]
    [InlineData("video/mp4", "video/mp4")]
    [InlineData("", "video/mp4")]
    [InlineData("image/png", "video/mp4")]
    public void Container_is_what_its_label_says(string label, string type) =>
        Assert.Equal(type, Parse($"data:{label};base64," + Convert.ToBase64String([0, 0, 0, 24, .. "ftypisom"u8, 0, 0, 0, 0])).Type);

    [Fact]
    public void Address_is_composed_of_type_and_base64() =>
        Assert.Equal("data:image/png;base64," + Png, DataUrl.Compose("image/png", JsonText.From(Png)).ToString());

    [Fact]
    public void Large_payload_is_not_copied_to_be_looked_at()
    {
        byte[] token = JsonText.From("data:image/png;base64," + Convert.ToBase64String([.. Pictures.Png(10, 10), .. new byte[3_000_000]])).Token.ToArray();
        long allocated = Allocated.Least(() =>
        {
            Assert.True(DataUrl.TryParse(token, out var url));
            Assert.Equal(new ImageSize(10, 10), url.ReadImageSize());
        });
        Assert.InRange(allocated, 0, 1_000);
    }

    private static DataUrl Parse(string text)
    {
        Assert.True(DataUrl.TryParse(JsonText.From(text).Token.ToArray(), out var url));
        return url;
    }
}
