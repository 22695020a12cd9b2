namespace Trust.Seal.Api;

/// <summary>Reads small bodies and parts of bodies.</summary>
internal static class BoundedBody
{
    private const int Piece = 64 * 1024;

    /// <summary>The whole content, or null beyond the limit. Grows by what arrives, never by what a header promises.</summary>
    /// <param name="body">The body.</param>
    /// <param name="most">Most bytes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<byte[]?> ReadAsync(Stream body, int most, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var piece = new byte[Math.Min(Piece, most + 1)];
        int count;
        while ((count = await body.ReadAsync(piece, cancellationToken)) > 0)
        {
            if (content.Length + count > most)
            {
                return null;
            }

            content.Write(piece, 0, count);
        }

        return content.ToArray();
    }
}
