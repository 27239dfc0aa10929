using Xunit;

namespace Gantry.Tests.Relay.Faults;

/// <summary>Tests that measure time, or count what the whole process holds: they run while no other does, in a process of their own where <c>./test</c> runs all.</summary>
[Trait("Lane", "alone")]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
