using Gantry.Cli.Verify.Dialects;
using Gantry.Protocols;

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
        .. AnswerAssertions.For(dialect),
        .. ConductAssertions.For(dialect),
        .. Own(dialect),
        .. ConductAssertions.Last(dialect),
    ];

    /// <summary>The table of a protocol, for whoever wants to read it and asks nothing.</summary>
    public static IReadOnlyList<Assertion> For(Protocol protocol) => For(Dialect.Of(protocol, ""));

    private static IEnumerable<Assertion> Own(Dialect dialect) => dialect switch
    {
        ChatDialect => ChatAssertions.All(),
        ResponsesDialect responses => ResponsesAssertions.For(responses),
        MessagesDialect messages => MessagesAssertions.For(messages),
        GeminiDialect gemini => GeminiAssertions.For(gemini),
        _ => [],
    };
}
