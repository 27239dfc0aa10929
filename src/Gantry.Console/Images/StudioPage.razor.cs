using Gantry.Console.Assets;
using Gantry.Console.Language;

namespace Gantry.Console.Images;

/// <summary>Pictures drawn and changed through the Images endpoints. The browser itself is the client, and keeps what came.</summary>
public sealed partial class StudioPage
{
    private StudioWords W => field ??= new StudioWords(Tongue);

    private PlaygroundWords Tryout => field ??= new PlaygroundWords(Tongue);

    protected override string Purpose => "Images";

    // What is set aside for a picture is many times what it costs.
    protected override string Cap => "5.00";

    protected override string Script => ConsoleAssets.Studio;

    protected override object ScriptWords => new
    {
        Owner, W.Usual, W.Draws, W.Others, W.About, W.Unknown, W.Remove, W.Edit, W.Download, W.Input, W.Growing, W.Cancel, W.Dismiss, W.Cancelled, W.Lost, W.NothingCame, W.Origin, W.NoModels, W.NoPrompt,
        W.TooMany, W.Begun, W.Finished, W.Draw, W.Change,
    };
}
