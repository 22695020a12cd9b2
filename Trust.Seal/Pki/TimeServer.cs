using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Trust.Seal.Pki;

/// <summary>Asks a time server how far this clock is off (SNTP, RFC 4330). The answer must repeat a random number of ours.</summary>
internal static class TimeServer
{
    private const int PacketBytes = 48;
    private const int UsualPort = 123;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly DateTimeOffset Epoch = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static bool TryRead(string text, out string host, out int port)
    {
        var colon = text.LastIndexOf(':');
        host = colon < 0 ? text : text[..colon];
        port = UsualPort;
        return Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4
            && (colon < 0 || (int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65536));
    }

    /// <summary>Server's time less ours, to some milliseconds; null when it does not answer, or nonsense.</summary>
    public static async Task<TimeSpan?> OffsetAsync(string host, int port, TimeProvider time, CancellationToken cancellationToken)
    {
        var request = new byte[PacketBytes];
        request[0] = 0x23; // version 4, client
        RandomNumberGenerator.Fill(request.AsSpan(40, 8));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var socket = new UdpClient(host, port);
            var sent = time.GetUtcNow();
            await socket.SendAsync(request, patience.Token);
            var answer = (await socket.ReceiveAsync(patience.Token)).Buffer;
            var received = time.GetUtcNow();
            return Read(request, answer, sent, received);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    // Section 5: mode server, a stratum, in step with its own source, and our transmit time as its originate time.
    private static TimeSpan? Read(byte[] request, byte[] answer, DateTimeOffset sent, DateTimeOffset received)
    {
        if (answer.Length < PacketBytes || (answer[0] & 7) != 4 || answer[0] >> 6 == 3 || answer[1] is 0 or > 15 || !CryptographicOperations.FixedTimeEquals(answer.AsSpan(24, 8), request.AsSpan(40, 8)))
        {
            return null;
        }

        var arrived = Time(answer.AsSpan(32, 8), sent);
        var left = Time(answer.AsSpan(40, 8), sent);
        return ((arrived - sent) + (left - received)) / 2;
    }

    // The 32 bits of seconds begin anew in 2036: the era nearest to our clock is meant.
    private static DateTimeOffset Time(ReadOnlySpan<byte> stamp, DateTimeOffset near)
    {
        const double Era = 4294967296.0;
        var seconds = BinaryPrimitives.ReadUInt32BigEndian(stamp) + (BinaryPrimitives.ReadUInt32BigEndian(stamp[4..]) / Era);
        var eras = Math.Round(((near - Epoch).TotalSeconds - seconds) / Era);
        return Epoch.AddSeconds(seconds + (eras * Era));
    }
}
