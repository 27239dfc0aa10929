using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Tools;
using Xunit;

namespace Gantry.Protocols.Tests.Tools;

public sealed class ArgumentProgressTests
{
    [Fact]
    public void Value_is_whole_at_its_last_byte_and_not_before() =>
        Prop.ForAll(ToolArgumentsTests.Objects.ToArbitrary(), json =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(json);
            var progress = new ArgumentProgress();
            for (int i = 0; i < bytes.Length; i++)
            {
                Assert.False(progress.IsComplete);
                progress.Append(bytes.AsSpan(i, 1));
                Assert.False(progress.IsBroken);
            }

            Assert.True(progress.IsComplete);
            progress.Append(" \n"u8);
            Assert.True(progress.IsComplete);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData("{}{")]
    [InlineData("{,")]
    [InlineData("{\"a\" 1")]
    [InlineData("{\"a\":1,}")]
    [InlineData("[1,]")]
    [InlineData("{]")]
    [InlineData("[}")]
    [InlineData("{\"a\":\"\\x")]
    [InlineData("{\"a\":\"\\u12g")]
    [InlineData("{\"a\":\"\n")]
    [InlineData("ls")]
    [InlineData("\"a\"\"")]
    public void Text_that_cannot_become_json_is_broken(string text)
    {
        var progress = new ArgumentProgress();
        progress.Append(Encoding.UTF8.GetBytes(text));
        Assert.True(progress.IsBroken);
        Assert.False(progress.IsComplete);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("{")]
    [InlineData("{\"a\":{}")]
    [InlineData("\"a")]
    [InlineData("[1, {\"}\": \"]\"}")]
    public void Text_that_is_not_whole_yet_is_neither(string text)
    {
        var progress = new ArgumentProgress();
        progress.Append(Encoding.UTF8.GetBytes(text));
        Assert.False(progress.IsBroken);
        Assert.False(progress.IsComplete);
    }

    [Fact]
    public void Damaged_object_that_parses_is_never_called_broken() =>
        Prop.ForAll(
            (from json in ToolArgumentsTests.Objects
             from at in Gen.Choose(0, 60)
             from noise in Gen.Elements("{", "}", "\"", ",", ":", " ", "\\", "1")
             select json.Insert(Math.Min(at, json.Length), noise)).ToArbitrary(),
            json =>
            {
                var progress = new ArgumentProgress();
                progress.Append(Encoding.UTF8.GetBytes(json));
                return !Parses(json) || progress.IsComplete;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    private static bool Parses(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
