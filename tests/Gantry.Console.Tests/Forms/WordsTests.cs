using Gantry.Console.Forms;
using Gantry.Contracts.SignIn;
using Xunit;

namespace Gantry.Console.Tests.Forms;

/// <summary>Waits, and what else is said in words.</summary>
public sealed class WordsTests
{
    [Theory]
    [InlineData(0, "one second")]
    [InlineData(40, "40 seconds")]
    [InlineData(60, "60 seconds")]
    [InlineData(61, "2 minutes")]
    [InlineData(15 * 60, "15 minutes")]
    [InlineData(3_601, "2 hours")]
    [InlineData(26 * 3_600, "2 days")]
    public void Wait_is_told_rounded_up(int seconds, string expected) => Assert.Equal(expected, Words.Span(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Wait_has_a_status_and_a_time_of_its_own()
    {
        var problem = Problem.Of(new SignInStep(SignInKind.Wait, RetryAfter: TimeSpan.FromMinutes(14)), "otherwise");
        Assert.Equal(429, problem.Status);
        Assert.Equal("Too many tries. Try again in 14 minutes.", problem.Message);
    }

    [Theory]
    [InlineData("123456", "123456")]
    [InlineData(" 123 456 ", "123456")]
    [InlineData("123-456", "123456")]
    [InlineData("12345", null)]
    [InlineData("1234567", null)]
    [InlineData("12345a", null)]
    [InlineData("١٢٣٤٥٦", null)]
    [InlineData(null, null)]
    public void Code_is_read_as_people_type_it(string? typed, string? expected) => Assert.Equal(expected, SixDigits.Read(typed));
}
