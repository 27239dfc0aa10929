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
    public void S_10_Every_changed_bit_fails()
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

    [Fact]
    public void S_10_Boxes_swapped_between_a_thousand_rows_never_open()
    {
        var cells = Enumerable.Range(0, 1000).Select(i => Here with { Id = i.ToString() }).ToArray();
        var boxes = cells.Select(cell => _seal.Seal("sk-" + cell.Id, cell)).ToArray();
        for (var i = 0; i < cells.Length; i++)
        {
            var (box, other) = (boxes[i], cells[(i + 1) % cells.Length]);
            Assert.Equal("sk-" + cells[i].Id, _seal.Open(box, cells[i]));
            Assert.ThrowsAny<CryptographicException>(() => _seal.Open(box, other));
        }
    }

    [Fact]
    public void S_10_No_two_boxes_share_a_nonce_or_a_wrapped_key()
    {
        var boxes = Enumerable.Range(0, 1000).Select(_ => _seal.Seal("same", Here)).ToArray();
        Assert.Equal(1000, boxes.Select(box => Convert.ToHexString(box, 9, 12)).Distinct().Count());
        Assert.Equal(1000, boxes.Select(box => Convert.ToHexString(box, 21, 48)).Distinct().Count());
        Assert.Equal(1000, boxes.Select(box => Convert.ToHexString(box, 69, 12)).Distinct().Count());
    }

    [Fact]
    public void Box_of_the_first_version_opens_and_every_changed_bit_of_it_fails()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var seal = new SecretSeal(key);
        var box = OldBox.Seal(key, "sk-old", Here);
        Assert.Equal("sk-old", seal.Open(box, Here));
        for (var bit = 0; bit < box.Length * 8; bit++)
        {
            var changed = box.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.ThrowsAny<CryptographicException>(() => seal.Open(changed, Here));
        }
    }

    [Fact]
    public void S_11_Box_that_is_wrapped_again_opens_under_the_new_key_alone()
    {
        var (old, fresh) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        var both = new SecretSeal(() => new MasterKeys(new MasterKey(fresh), new MasterKey(old)));
        foreach (var box in new[] { new SecretSeal(old).Seal("sk-1", Here), OldBox.Seal(old, "sk-1", Here) })
        {
            Assert.False(both.IsCurrent(box));
            Assert.Equal("sk-1", both.Open(box, Here));
            var again = both.Rewrap(box, Here);
            Assert.True(both.IsCurrent(again));
            Assert.StartsWith(both.Mark, Convert.ToBase64String(again), StringComparison.Ordinal);
            Assert.Equal("sk-1", new SecretSeal(fresh).Open(again, Here));
            Assert.ThrowsAny<CryptographicException>(() => new SecretSeal(old).Open(again, Here));
            Assert.ThrowsAny<CryptographicException>(() => both.Rewrap(box, Here with { Id = "2" }));
        }

        Assert.Equal("sk-1", both.Open(both.Rewrap(OldBox.Seal(fresh, "sk-1", Here), Here), Here));
    }

    [Fact]
    public void Without_a_master_key_nothing_is_sealed_and_nothing_opens()
    {
        var none = new SecretSeal(() => null);
        Assert.True(none.IsLocked);
        Assert.Throws<SecretFileException>(() => none.Seal("x", Here));
        Assert.ThrowsAny<CryptographicException>(() => none.Open(_seal.Seal("x", Here), Here));
    }
}
