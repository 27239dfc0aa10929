using Gantry.Cli.Verify.Dialects;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>Everything that is asserted of a protocol, in the order of asking.</summary>
internal static class AssertionTable
{
    public static IReadOnlyList<Assertion> For(Dialect dialect) =>
    [
        .. WholeAssertions.For(dialect),
        .. StreamAssertions.For(dialect),
        .. KeyAssertions.For(dialect),
        .. ErrorAssertions.For(dialect),
        .. ToolAssertions.For(dialect),
        .. ModelAssertions.For(dialect),
        .. ToleranceAssertions.For(dialect),
        .. Own(dialect),
    ];

    private static IEnumerable<Assertion> Own(Dialect dialect) => dialect switch
    {
        ChatDialect => ChatAssertions.All(),
        ResponsesDialect => ResponsesAssertions.All(),
        MessagesDialect => MessagesAssertions.All(),
        GeminiDialect gemini => GeminiAssertions.For(gemini),
        _ => [],
    };
}
