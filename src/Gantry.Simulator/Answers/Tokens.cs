using System.Text;

namespace Gantry.Simulator.Answers;

/// <summary>The simulator's tokenizer: four UTF-8 bytes begin a token, and every piece is at least one.</summary>
internal static class Tokens
{
    public static int Of(string piece) => Of(Encoding.UTF8.GetByteCount(piece));

    public static int Of(int bytes) => Math.Max(1, (bytes + 3) / 4);
}
