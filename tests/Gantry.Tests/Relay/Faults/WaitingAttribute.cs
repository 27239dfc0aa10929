using Xunit.v3;

namespace Gantry.Tests.Relay.Faults;

/// <summary>
/// Tests that wait for clocks of tens of milliseconds and do little else. They run many at once, but apart from those that compute, which
/// would keep them from being on time: <c>./test</c> gives them a run of their own.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class WaitingAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Lane", "waiting")];
}
