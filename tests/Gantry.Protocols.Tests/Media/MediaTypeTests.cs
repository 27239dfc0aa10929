using System.Text;
using Gantry.Protocols.Media;
using Xunit;

namespace Gantry.Protocols.Tests.Media;

public sealed class MediaTypeTests
{
    public static TheoryData<byte[], string?> Heads => new()
    {
        { [0x89, .. "PNG"u8, 13, 10, 26, 10], "image/png" },
        { [0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg" },
        { [.. "GIF87a"u8], "image/gif" },
        { [.. "RIFF0000WEBP"u8], "image/webp" },
        { [.. "RIFF0000WAVE"u8], "audio/wav" },
        { [.. "RIFF0000AVI "u8], "video/x-msvideo" },
        { [.. "%PDF-1.7"u8], "application/pdf" },
        { [.. "ID3"u8, 4], "audio/mpeg" },
        { [0xFF, 0xFB, 0x90, 0], "audio/mpeg" },
        { [0xFF, 0xF1, 0x50, 0x80], "audio/aac" },
        { [.. "fLaC"u8], "audio/flac" },
        { [.. "OggS"u8], "audio/ogg" },
        { [.. "FORM0000AIFF"u8], "audio/aiff" },
        { [0, 0, 0, 24, .. "ftypheic"u8], "image/heic" },
        { [0, 0, 0, 24, .. "ftypmif1"u8], "image/heif" },
        { [0, 0, 0, 24, .. "ftypavif"u8], "image/avif" },
        { [0, 0, 0, 24, .. "ftypM4A "u8], "audio/mp4" },
        { [0, 0, 0, 24, .. "ftypqt  "u8], "video/quicktime" },
        { [0, 0, 0, 24, .. "ftypisom"u8], "video/mp4" },
        { [0x1A, 0x45, 0xDF, 0xA3, .. "webm"u8], "video/webm" },
        { [.. "BM"u8, 1, 2, 3, 4, 0, 0, 0, 0], "image/bmp" },
        { [.. "II"u8, 42, 0], "image/tiff" },
        { [.. " \n<svg xmlns="u8], "image/svg+xml" },
        { [.. "plain text"u8], null },
        { [.. "BMW is a make"u8], null },
        { [], null },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void First_bytes_prove_the_type(byte[] head, string? type) => Assert.Equal(type, MediaType.Sniff(head));

    [Theory]
    [InlineData("image/jpg", "image/jpeg")]
    [InlineData("IMAGE/PNG; q=1", "image/png")]
    [InlineData("audio/mp3", "audio/mpeg")]
    [InlineData("audio/x-wav", "audio/wav")]
    [InlineData("application/octet-stream", "")]
    [InlineData("png", "")]
    [InlineData("", "")]
    public void Label_is_brought_into_the_spelling_that_vendors_check(string label, string canonical) =>
        Assert.Equal(canonical, MediaType.Canonical(Encoding.UTF8.GetBytes(label)));

    [Theory]
    [InlineData(Protocol.Messages, "image/webp", MediaKinds.Image)]
    [InlineData(Protocol.Messages, "image/heic", MediaKinds.None)]
    [InlineData(Protocol.Messages, "image/svg+xml", MediaKinds.None)]
    [InlineData(Protocol.Messages, "application/pdf", MediaKinds.Pdf)]
    [InlineData(Protocol.Messages, "audio/wav", MediaKinds.None)]
    [InlineData(Protocol.Messages, "video/mp4", MediaKinds.None)]
    [InlineData(Protocol.Gemini, "image/heic", MediaKinds.Image)]
    [InlineData(Protocol.Gemini, "audio/flac", MediaKinds.Audio)]
    [InlineData(Protocol.Gemini, "video/mp4", MediaKinds.Video)]
    [InlineData(Protocol.Chat, "application/pdf", MediaKinds.Pdf)]
    [InlineData(Protocol.Chat, "audio/mpeg", MediaKinds.Audio)]
    [InlineData(Protocol.Chat, "audio/flac", MediaKinds.None)]
    [InlineData(Protocol.Chat, "video/mp4", MediaKinds.None)]
    [InlineData(Protocol.Responses, "text/csv", MediaKinds.Text)]
    [InlineData(Protocol.Converse, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", MediaKinds.Office)]
    [InlineData(Protocol.Chat, "application/zip", MediaKinds.None)]
    [InlineData(Protocol.Chat, "", MediaKinds.None)]
    public void Each_protocol_has_its_places_for_bytes(Protocol protocol, string type, MediaKinds place) =>
        Assert.Equal(place, MediaSlots.For(protocol, type, MediaSource.Inline));

    [Theory]
    [InlineData(Protocol.Chat, "", MediaKinds.Image)]
    [InlineData(Protocol.Chat, "application/pdf", MediaKinds.None)]
    [InlineData(Protocol.Responses, "application/pdf", MediaKinds.Pdf)]
    [InlineData(Protocol.Messages, "application/pdf", MediaKinds.Pdf)]
    [InlineData(Protocol.Gemini, "video/mp4", MediaKinds.Video)]
    [InlineData(Protocol.Converse, "image/png", MediaKinds.None)]
    public void Each_protocol_has_its_places_for_addresses(Protocol protocol, string type, MediaKinds place) =>
        Assert.Equal(place, MediaSlots.For(protocol, type, MediaSource.Url));

    [Theory]
    [InlineData("audio/wav", "wav")]
    [InlineData("audio/mpeg", "mp3")]
    [InlineData("audio/ogg", null)]
    public void Audio_format_has_a_word_of_its_own(string type, string? format) => Assert.Equal(format, MediaSlots.AudioFormat(type));
}
