using Gantry.Console.Language;
using Gantry.Contracts.Connect;

namespace Gantry.Console.Connect;

internal static class ToldText
{
    /// <summary>In the reader's language.</summary>
    public static string In(this Told told, Tongue tongue) => tongue == Tongue.Chinese ? told.Chinese : told.English;
}
