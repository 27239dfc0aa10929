using Gantry.Protocols.Media;
using Xunit;

namespace Gantry.Protocols.Tests.Media;

public sealed class ImageHeaderTests
{
    public static TheoryData<byte[], string> All => new()
    {
        { Pictures.Png(1_234, 567), "image/png" },
        { Pictures.Gif(1_234, 567), "image/gif" },
        { Pictures.Jpeg(1_234, 567), "image/jpeg" },
        { Pictures.Jpeg(1_234, 567, frame: 0xC2), "image/jpeg" },
        { Pictures.Jpeg(1_234, 567, metadata: 60_000), "image/jpeg" },
        { Pictures.WebPLossy(1_234, 567), "image/webp" },
        { Pictures.WebPLossless(1_234, 567), "image/webp" },
        { Pictures.WebPExtended(1_234, 567), "image/webp" },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Size_is_read_from_bytes_and_from_base64(byte[] picture, string type)
    {
        Assert.Equal(type, MediaType.Sniff(picture));
        for (int pad = 0; pad < 3; pad++)
        {
            byte[] file = [.. picture, .. new byte[pad]];
            Assert.Equal(new ImageSize(1_234, 567), ImageHeader.Read(file, isBase64: false));
            Assert.Equal(new ImageSize(1_234, 567), ImageHeader.Read(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(file)), isBase64: true));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Cut_or_damaged_picture_never_throws(byte[] picture, string type)
    {
        var random = new Random(3);
        for (int length = 0; length < Math.Min(picture.Length, 400); length++) ImageHeader.Read(picture.AsSpan(0, length), isBase64: false);
        for (int round = 0; round < 2_000; round++)
        {
            byte[] damaged = [.. picture];
            damaged[random.Next(Math.Min(damaged.Length, 40))] = (byte)random.Next(256);
            ImageHeader.Read(damaged, isBase64: false);
            ImageHeader.Read(damaged, isBase64: true);
        }

        Assert.Null(ImageHeader.Read(picture.AsSpan(0, 9), isBase64: false));
        Assert.NotNull(type);
    }

    [Fact]
    public void Picture_without_area_has_no_size() => Assert.Null(ImageHeader.Read(Pictures.Png(0, 100), isBase64: false));

    [Fact]
    public void Jpeg_of_endless_segments_ends()
    {
        byte[] bytes = [0xFF, 0xD8, .. Enumerable.Repeat((byte)0xFF, 100_000)];
        Assert.Null(ImageHeader.Read(bytes, isBase64: false));
    }

    [Theory]
    [InlineData(10_000, 10_000, false)]
    [InlineData(10_000, 10_001, true)]
    [InlineData(int.MaxValue, int.MaxValue, true)]
    public void Picture_above_a_hundred_megapixels_is_too_large(int width, int height, bool isTooLarge) =>
        Assert.Equal(isTooLarge, ImageHeader.Read(Pictures.Png(width, height), isBase64: false)!.Value.IsTooLarge);
}
