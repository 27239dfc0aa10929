using System.Security.Cryptography;
using Gantry.Secrets;
using Xunit;

namespace Gantry.Tests.Secrets;

public sealed class SecretSealTests
{
    private static readonly SealContext Here = new("upstream_credentials", "1", "sealed");
    private readonly SecretSeal _seal = new(RandomNumberGenerator.GetBytes(32));

    [Theory]
    [InlineData("")]
    [InlineData("sk-ant-0123456789")]
    [InlineData("schlüssel")]
    public void Sealed_secret_opens(string secret) => Assert.Equal(secret, _seal.Open(_seal.Seal(secret, Here), Here));

    [Fact]
    public void Sealed_bytes_that_are_no_text_open()
    {
        byte[] plain = [0, 255, 192, 128, 10];

        Assert.Equal(plain, _seal.OpenBytes(_seal.Seal(plain, Here), Here));
    }

    [Fact]
    public void Every_changed_bit_fails()
    {
        var box = _seal.Seal("sk-ant-0123456789", Here);
        for (var bit = 0; bit < box.Length * 8; bit++)
        {
            var changed = box.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.ThrowsAny<CryptographicException>(() => _seal.Open(changed, Here));
        }
    }

    [Fact]
    public void Every_shorter_and_longer_box_fails()
    {
        var box = _seal.Seal("sk-ant-0123456789", Here);
        for (var length = 0; length < box.Length; length++)
        {
            var cut = box[..length];
            Assert.ThrowsAny<CryptographicException>(() => _seal.Open(cut, Here));
        }

        Assert.ThrowsAny<CryptographicException>(() => _seal.Open([.. box, 0], Here));
    }

    [Theory]
    [InlineData("other", "1", "sealed")]
    [InlineData("upstream_credentials", "2", "sealed")]
    [InlineData("upstream_credentials", "1", "other")]
    [InlineData("upstream_credentials1", "", "sealed")]
    public void Box_moved_to_another_cell_fails(string table, string id, string column)
    {
        var box = _seal.Seal("sk-ant-0123456789", Here);
        Assert.ThrowsAny<CryptographicException>(() => _seal.Open(box, new SealContext(table, id, column)));
    }

    [Fact]
    public void Another_master_key_fails()
    {
        var box = _seal.Seal("sk-ant-0123456789", Here);
        Assert.ThrowsAny<CryptographicException>(() => new SecretSeal(RandomNumberGenerator.GetBytes(32)).Open(box, Here));
    }

    [Fact]
    public void Sealing_twice_gives_different_boxes() => Assert.NotEqual(_seal.Seal("same", Here), _seal.Seal("same", Here));
}
