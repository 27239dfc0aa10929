using Xunit;

namespace Gantry.Tests.Laws;

/// <summary>
/// Memory of the pool is given back once, and by whoever rented it: a second time hands one buffer to two requests. Types whose end gives it back, and methods
/// that wait for nothing in between, may name the pool; all else goes through such a type.
/// </summary>
public sealed class RentedMemoryLawTests
{
    private const string Pool = "ArrayPool<byte>.Shared";

    /// <summary>A type whose <c>Dispose</c> or <c>Release</c> gives it back, once however often it is called.</summary>
    private static readonly string[] Types =
    [
        "src/Gantry/Relay/PooledBytes.cs", "src/Gantry/Relay/RequestBody.cs", "src/Gantry/Relay/ZstdReader.cs", "src/Gantry/Relay/Replays/RunningReplay.cs",
        "src/Gantry.Protocols/Json/RentedBytes.cs", "src/Gantry.Protocols/Json/PieceBuffer.cs", "src/Gantry.Protocols/Tools/PooledText.cs",
    ];

    /// <summary>Rented and given back in one method, in which nothing is waited for.</summary>
    private static readonly string[] Methods =
    [
        "src/Gantry/Secrets/KeyHasher.cs", "src/Gantry.Protocols/Tokens/JsonTokens.cs", "src/Gantry.Protocols/Reasoning/ReasoningKey.cs",
        "src/Gantry.Protocols/Json/JsonText.cs", "src/Gantry.Protocols/Json/RequestWalk.cs", "src/Gantry.Protocols/Json/RequestPeek.cs",
        "src/Gantry.Protocols/Tools/ToolArguments.cs", "src/Gantry.Protocols/Fitting/Thinking/ReasoningRecall.cs",
    ];

    [Fact]
    public void Pool_is_named_where_it_has_been_looked_at_alone() => Law.Holds(Breaches(Repository.CSharp("src"), Types, Methods));

    [Fact]
    public void Nothing_is_excused_that_is_gone() =>
        Assert.Empty(Types.Concat(Methods).Except(Repository.CSharp("src").Where(file => file.Code.Contains(Pool, StringComparison.Ordinal)).Select(file => file.Path)));

    [Fact]
    public void Pool_elsewhere_and_waiting_with_rented_memory_are_found()
    {
        const string code = "class A { async Task F() { var b = ArrayPool<byte>.Shared.Rent(1); await G(b); ArrayPool<byte>.Shared.Return(b); } }";
        Assert.Single(Breaches([new SourceFile("src/A.cs", code)], [], []));
        Assert.Single(Breaches([new SourceFile("src/A.cs", code)], [], ["src/A.cs"]));
        Assert.Empty(Breaches([new SourceFile("src/A.cs", code)], ["src/A.cs"], []));
        Assert.Single(Breaches([new SourceFile("src/A.cs", "class A { byte[] b = ArrayPool<byte>.Shared.Rent(1); }")], ["src/A.cs"], []));
        Assert.Empty(Breaches([new SourceFile("src/A.cs", "class A { char[] b = ArrayPool<char>.Shared.Rent(1); }")], [], []));
    }

    private static List<string> Breaches(IEnumerable<SourceFile> files, string[] types, string[] methods) =>
    [
        .. files.Where(file => file.Code.Contains(Pool, StringComparison.Ordinal)).Select(file =>
            types.Contains(file.Path) ? Ends(file) ? null : $"{file.Path}: rents and gives nothing back"
            : !methods.Contains(file.Path) ? $"{file.Path}: names the pool; use a type that gives back what it rents"
            : file.Code.Contains("await ", StringComparison.Ordinal) ? $"{file.Path}: waits for something while it may hold rented memory"
            : null).OfType<string>(),
    ];

    private static bool Ends(SourceFile file) => file.Code.Contains($"{Pool}.Return(", StringComparison.Ordinal);
}
