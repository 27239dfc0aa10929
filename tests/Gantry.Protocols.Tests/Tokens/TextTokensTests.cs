using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tokens;
using Xunit;

namespace Gantry.Protocols.Tests.Tokens;

public sealed class TextTokensTests(ITestOutputHelper output)
{
    // Token counts of o200k_base for these texts, known to within one or two.
    [Theory]
    [InlineData("Hello, world!", 4)]
    [InlineData("The quick brown fox jumps over the lazy dog.", 10)]
    [InlineData("    return new List<string>();\n", 8)]
    [InlineData("1234567890", 4)]
    [InlineData("getUserByIdAsync", 5)]
    public void Known_text_is_met_within_a_third(string text, int known) =>
        Assert.InRange(TextTokens.OfText(Encoding.UTF8.GetBytes(text)) / (double)TextTokens.Unit, known * 0.66, known * 1.34);

    [Theory]
    [InlineData("Быстрая коричневая лиса перепрыгивает через ленивую собаку", 8, 26)]
    [InlineData("敏捷的棕色狐狸跳过了懒狗", 7, 14)]
    [InlineData("素早い茶色の狐は怠けた犬を飛び越える", 9, 20)]
    [InlineData("빠른 갈색 여우가 게으른 개를 뛰어넘는다", 9, 22)]
    [InlineData("👍👍👍", 3, 9)]
    public void Script_has_its_own_ratio(string text, int least, int most) =>
        Assert.InRange(TextTokens.OfText(Encoding.UTF8.GetBytes(text)) / TextTokens.Unit, least, most);

    [Fact]
    public void Text_with_anything_in_it_is_never_free() =>
        Prop.ForAll(Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf().ToArbitrary(), bytes =>
        {
            long tokens = TextTokens.OfText(bytes);
            return bytes.Length == 0 ? tokens == 0 : tokens >= TextTokens.Unit;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_in_escapes_counts_about_the_same_and_never_throws()
    {
        const string text = "He said \"no\".\n\n\tThen: größer, 漢字 and C:\\temp.";
        long plain = TextTokens.OfText(Encoding.UTF8.GetBytes(text));
        foreach (var token in (byte[][])[JsonSplice.Quote(text), JsonSerializer.SerializeToUtf8Bytes(text)])
        {
            Assert.InRange(TextTokens.OfEscaped(new JsonText(token).Escaped), plain * 0.75, plain * 1.25);
        }

        foreach (string odd in (string[])["\\", "\\u", "\\u12", "\\ud83d", "a\\u00e", "\\x"])
        {
            Assert.True(TextTokens.OfEscaped(Encoding.UTF8.GetBytes(odd)) >= TextTokens.Unit);
        }
    }

    [Fact]
    public void Fifty_kilobytes_take_less_than_a_millisecond_and_no_memory()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("public async Task<int> ReadAsync(CancellationToken token) => await inner; // größer, 漢字 1234\n", 550)));
        Assert.InRange(text.Length, 50_000, 60_000);
        long sum = 0;
        for (int i = 0; i < 200; i++) sum += TextTokens.OfText(text);
        var best = TimeSpan.MaxValue;
        for (int i = 0; i < 50; i++)
        {
            long start = Stopwatch.GetTimestamp();
            sum += TextTokens.OfText(text);
            var taken = Stopwatch.GetElapsedTime(start);
            if (taken < best) best = taken;
        }

        Assert.Equal(0, Allocated.Least(() => TextTokens.OfText(text)));
        output.WriteLine($"{text.Length} bytes in {best.TotalMicroseconds:F0} us, {sum / 250 / TextTokens.Unit} tokens");
        Assert.True(best < TimeSpan.FromMilliseconds(1), $"took {best.TotalMilliseconds} ms");
    }
}
