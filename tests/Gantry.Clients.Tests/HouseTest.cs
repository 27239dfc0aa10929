using Xunit;

namespace Gantry.Clients.Tests;

public sealed class HouseTest
{
    [Fact]
    public void Runner_runs() => Assert.Equal(4, 2 + 2);
}
