using Gantry.Secrets;
using Xunit;

namespace Gantry.Tests.Secrets;

public sealed class KeyFormatTests
{
    [Fact]
    public void Generated_key_has_prefix_43_characters_and_checksum()
    {
        var key = KeyFormat.Generate("sk-");
        Assert.Equal(3 + 43 + 6, key.Length);
        Assert.StartsWith("sk-", key);
        Assert.All(key[3..], c => Assert.True(char.IsAsciiLetterOrDigit(c)));
        Assert.True(KeyFormat.LooksLikeOurs(key, "sk-"));
    }

    [Fact]
    public void Thousand_keys_differ() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => KeyFormat.Generate("sk-")).Distinct().Count());

    [Fact]
    public void Any_changed_character_is_not_ours()
    {
        var key = KeyFormat.Generate("sk-");
        for (var i = 0; i < key.Length; i++)
        {
            var changed = key[..i] + (key[i] == 'x' ? 'y' : 'x') + key[(i + 1)..];
            Assert.False(KeyFormat.LooksLikeOurs(changed, "sk-"), $"position {i}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("sk-")]
    [InlineData("sk-ant-api03-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("sk-proj-000000000000000000000000000000000000000000000000")]
    public void Foreign_key_is_not_ours(string key) => Assert.False(KeyFormat.LooksLikeOurs(key, "sk-"));

    [Fact]
    public void Key_of_another_prefix_is_not_ours()
    {
        var key = KeyFormat.Generate("gw-");
        Assert.False(KeyFormat.LooksLikeOurs(key, "sk-"));
        Assert.True(KeyFormat.LooksLikeOurs(key, "gw-"));
    }

    [Theory]
    [InlineData("12345678901234567890", "1234…7890")]
    [InlineData("sk-3456789012345678901234567890", "sk-34567…7890")]
    public void Display_keeps_at_least_twelve_characters_hidden(string key, string display)
    {
        Assert.Equal(display, KeyFormat.Display(key));
        Assert.True(key.Length - (display.Length - 1) >= 12);
    }
}
