using Gantry.Protocols.Tests;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Gantry.Secrets;
using Xunit;

namespace Gantry.Tests.Secrets;

public sealed class KeyHasherTests
{
    private static readonly byte[] Pepper = RandomNumberGenerator.GetBytes(32);

    [Theory]
    [InlineData("")]
    [InlineData("sk-short")]
    [InlineData("schlüssel-mit-umlauten")]
    public void Hash_is_hmac_sha256_under_the_pepper(string key)
    {
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Pepper, Encoding.UTF8.GetBytes(key)));
        Assert.Equal(expected, new KeyHasher(Pepper).Hash(key).ToHex());
    }

    [Fact]
    public void Key_longer_than_the_stack_buffer_hashes_alike()
    {
        var key = new string('k', 5000);
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Pepper, Encoding.UTF8.GetBytes(key)));
        Assert.Equal(expected, new KeyHasher(Pepper).Hash(key).ToHex());
    }

    [Fact]
    public void Hash_survives_the_store() =>
        Assert.Equal(new KeyHasher(Pepper).Hash("sk-x"), KeyHash.FromHex(new KeyHasher(Pepper).Hash("sk-x").ToHex()));

    [Fact]
    public void Without_the_pepper_no_hash_verifies()
    {
        var keys = Enumerable.Range(0, 1000).Select(_ => KeyFormat.Generate("sk-")).ToArray();
        var right = new KeyHasher(Pepper);
        var stored = keys.Select(k => right.Hash(k)).ToHashSet();
        var wrong = new KeyHasher(RandomNumberGenerator.GetBytes(32));
        Assert.Equal(1000, keys.Count(k => stored.Contains(right.Hash(k))));
        Assert.DoesNotContain(keys, k => stored.Contains(wrong.Hash(k)));
        Assert.DoesNotContain(keys, k => stored.Contains(KeyHash.FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes(k)))));
    }

    [Fact]
    public void Comparison_tells_every_single_bit_apart()
    {
        var bytes = RandomNumberGenerator.GetBytes(32);
        var hash = KeyHash.FromBytes(bytes);
        Assert.True(KeyHash.FixedTimeEquals(hash, KeyHash.FromBytes(bytes)));
        for (var bit = 0; bit < 256; bit++)
        {
            var changed = bytes.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(KeyHash.FixedTimeEquals(hash, KeyHash.FromBytes(changed)), $"bit {bit}");
        }
    }

    [Fact]
    public void Hashing_a_usual_key_allocates_nothing()
    {
        var hasher = new KeyHasher(Pepper);
        var key = KeyFormat.Generate("sk-");
        // The one-shot HMAC of the runtime may allocate a handle; we must not.
        Assert.InRange(Allocated.Least(() => hasher.Hash(key)), 0, 64);
    }

    [Fact]
    public void Thousand_keys_are_found_by_their_hash()
    {
        var hasher = new KeyHasher(Pepper);
        var keys = Enumerable.Range(0, 1000).Select(_ => KeyFormat.Generate("sk-")).ToArray();
        var index = keys.Select((k, i) => (k, i)).ToDictionary(p => hasher.Hash(p.k), p => p.i);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < keys.Length; i++) Assert.Equal(i, index[hasher.Hash(keys[i])]);
        Assert.True(clock.Elapsed < TestRun.Limit(1), $"1,000 look-ups took {clock.Elapsed}");
    }
}
