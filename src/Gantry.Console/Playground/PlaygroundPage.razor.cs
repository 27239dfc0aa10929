using Gantry.Console.Assets;
using Gantry.Console.Language;

namespace Gantry.Console.Playground;

/// <summary>Chat with any model in any protocol. The browser itself is the client: the scripts of <c>Assets/play</c> send, and show what comes.</summary>
public sealed partial class PlaygroundPage
{
    private PlaygroundWords W => field ??= new PlaygroundWords(Tongue);

    protected override string Purpose => "Playground";

    protected override string Script => ConsoleAssets.Playground;

    protected override object ScriptWords => new
    {
        W.You, W.Results, W.Thinking, W.Waiting, W.Calls, W.ResultOf, W.SendResults, W.Again, W.Origin, W.Lost, W.Stopped, W.Request, W.TokensIn, W.TokensCached, W.TokensOut,
        W.TokensThought, W.Done, W.Ended, W.Remove, W.NothingYet, W.NotANumber, W.NoModel, W.NoModels, W.BadTools, Words.Copied, Words.NotCopied,
    };
}
